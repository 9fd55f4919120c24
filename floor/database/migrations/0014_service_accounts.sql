-- breaking: no
-- why: service accounts (systems and AI assistants) as people of a kind of their own under an owner, tokens of theirs and of people, and how often they were used
alter table people.person drop constraint person_employment_check;
alter table people.person add constraint person_employment_check check (employment in ('regular', 'part-time', 'intern', 'contractor', 'service'));

-- clearance and scope stand with the person's row as for everybody; what the owner may do bounds them at every moment
create table people.service_account (
  person_id uuid primary key references people.person, owner_id uuid not null references people.person, kind text not null check (kind in ('system', 'assistant')),
  task text not null, purpose text not null,
  fields smallint[] not null default '{}', verbs text[] not null default '{}', masked_only boolean not null default true, addresses text[] not null default '{}',
  per_minute int not null default 60 check (per_minute between 1 and 6000), per_day int not null default 2000 check (per_day between 1 and 1000000),
  expires_on date not null, created_by uuid not null references people.person, created_at timestamptz not null,
  rights_by uuid references people.person, rights_at timestamptz, told_at timestamptz, ended_at timestamptz, ended_by uuid, end_reason text, version int not null default 1,
  check (owner_id <> person_id), check (verbs <@ array['list', 'search', 'read']));
create index service_account_owner on people.service_account (owner_id) where ended_at is null;

-- only a hash is kept; the public part finds the row. A person's own token is narrower than the person, an account's has no limits of its own
create table people.token (
  id uuid primary key, public_id text not null unique, hash bytea not null, person_id uuid not null references people.person, name text not null,
  fields smallint[], verbs text[], masked_only boolean not null default true, addresses text[] not null default '{}',
  made_by uuid not null references people.person, made_at timestamptz not null, expires_at timestamptz not null,
  used_at timestamptz, used_from text, told_at timestamptz, ended_at timestamptz, ended_by uuid, end_reason text,
  check ((fields is null) = (verbs is null)), check (verbs <@ array['list', 'search', 'read']), check (expires_at > made_at));
create index token_person on people.token (person_id) where ended_at is null;
create index token_expiry on people.token (expires_at) where ended_at is null;

-- one row a holder: what was used in the present minute and on the present day, counted for all nodes together
create table people.token_use (
  person_id uuid primary key references people.person, minute_at timestamptz not null, in_minute int not null, day date not null, in_day int not null);

grant select, insert, update on people.service_account, people.token, people.token_use to mifeng_app;
