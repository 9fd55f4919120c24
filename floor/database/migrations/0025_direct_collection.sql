-- breaking: no
-- why: customers fill in forms themselves: at a public address, or at the counter; who collected what, where and when

-- A challenge that a stranger's browser solved is worth one request; the list is swept when they have expired.
create table collection.spent_challenge (id uuid primary key, until timestamptz not null);
create index spent_challenge_until on collection.spent_challenge (until);
grant select, insert, delete on collection.spent_challenge to mifeng_app;

-- a form is written as a draft and published as versions that never change
create table collection.form (
  id uuid primary key, code text not null unique check (code ~ '^[A-HJKMNP-TV-Z2-9]{10}$'), name text not null check (name <> ''),
  draft jsonb not null, draft_revision int not null default 1, responsible_id uuid references people.person,
  created_by uuid not null references people.person, created_at timestamptz not null, changed_at timestamptz not null, closed_at timestamptz);
create index form_list on collection.form (changed_at desc, id);
create index form_responsible on collection.form (responsible_id);
create table collection.form_version (
  id uuid primary key, form_id uuid not null references collection.form, number int not null, body jsonb not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'), published_by uuid not null references people.person, published_at timestamptz not null,
  unique (form_id, number));

-- what was given through a form: who answers for it, when, under which words; the values are in the customer's sealed file
create table collection.submission (
  id uuid primary key, form_id uuid not null references collection.form, version_id uuid not null references collection.form_version,
  customer_id uuid not null, batch_id uuid references custody.batch, channel text not null check (channel in ('web', 'counter')),
  responsible_id uuid not null references people.person, operator_id uuid references people.person, receipt_hash bytea not null unique
    check (octet_length(receipt_hash) = 32), notice_version_id uuid not null, notice_hash text not null, fields smallint[] not null,
  files int not null default 0, signature_hash text, at timestamptz not null,
  state text not null default 'new' check (state in ('new', 'accepted', 'rejected')), decided_by uuid references people.person,
  decided_at timestamptz, check ((state = 'new') = (decided_at is null)));
create index submission_list on collection.submission (at desc, id);
create index submission_open on collection.submission (responsible_id, at) where state = 'new';
create index submission_form on collection.submission (form_id, at desc);
create index submission_customer on collection.submission (customer_id);
comment on column collection.submission.customer_id is 'no reference: a rejected one is removed as if it had never been filed';

grant select, insert on collection.form, collection.form_version, collection.submission to mifeng_app;
grant update (name, draft, draft_revision, responsible_id, changed_at, closed_at) on collection.form to mifeng_app;
grant update (state, decided_by, decided_at, files) on collection.submission to mifeng_app;
