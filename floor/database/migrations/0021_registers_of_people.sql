-- breaking: no
-- why: who answers for secrecy is appointed in writing; what is handed out comes back or stands as missing, door cards are stopped on leaving; signed lists are filed; leavers are told in a letter how long they stay bound
create table people.paper_series (kind text not null check (kind in ('RM','GZ')), year int not null, next int not null, primary key (kind, year));

-- the lead department, its head, duties and members of the group: each signed statement replaces the one before
create table people.secrecy_organisation (
  id uuid primary key, content jsonb not null, content_hash text not null,
  proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  state text not null default 'open' check (state in ('open','in-force','declined','replaced')),
  decided_by uuid references people.person, decided_at timestamptz,
  check ((state = 'open') = (decided_at is null)), check (state <> 'in-force' or (decided_by is not null and decided_by <> proposed_by)));
create unique index secrecy_organisation_one_open on people.secrecy_organisation ((true)) where state = 'open';
create unique index secrecy_organisation_one_in_force on people.secrecy_organisation ((true)) where state = 'in-force';

create table people.appointment (
  id uuid primary key, number text not null unique, person_id uuid not null references people.person,
  role text, office text not null, duties text not null, from_on date not null, until_on date, content_hash text not null,
  proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  signed_by uuid references people.person, signed_at timestamptz, declined_by uuid references people.person, declined_at timestamptz,
  accepted_at timestamptz, ended_by uuid references people.person, ended_at timestamptz, end_reason text not null default '',
  check (until_on is null or until_on >= from_on), check ((signed_by is null) = (signed_at is null)),
  check (signed_by is null or (signed_by <> person_id and signed_by <> proposed_by)),
  check (accepted_at is null or signed_at is not null), check (ended_at is null or signed_at is not null),
  check (signed_at is null or declined_at is null));
comment on column people.appointment.role is 'code of the role catalogue; null: an office of the company''s own, named in `office`';
create index appointment_person on people.appointment (person_id);

-- what was handed out to whom: one row for each time a thing is in somebody's hands
create table people.thing (
  id uuid primary key, kind text not null check (kind in ('usb','disk','laptop','phone','card','key','other')), tag text not null, note text not null default '',
  holder_id uuid not null references people.person, out_on date not null, out_by uuid not null references people.person, due_on date,
  missing_at timestamptz, stopped_at timestamptz, stopped_by uuid references people.person,
  closed_at timestamptz, closed_by uuid references people.person, outcome text check (outcome in ('returned','lost','passed')),
  check ((closed_at is null) = (outcome is null)), check (stopped_at is null or kind = 'card'));
comment on column people.thing.missing_at is 'when the holder left or changed post without giving it back';
create unique index thing_one_holder on people.thing (kind, tag) where closed_at is null;
create index thing_holder on people.thing (holder_id) where closed_at is null;

-- scans of signed papers: handover lists and exit letters
create table people.signed_paper (
  id uuid primary key, of_kind text not null check (of_kind in ('handover','letter')), of_id uuid not null unique,
  content_type text not null, size int not null, commitment bytea not null, filed_by uuid not null references people.person, filed_at timestamptz not null);

create table people.exit_setting (
  id smallint primary key default 1 check (id = 1), months int not null default 36 check (months between 1 and 120),
  changed_by uuid references people.person, changed_at timestamptz);
insert into people.exit_setting default values;
create table people.exit_letter (
  id uuid primary key, number text not null unique, person_id uuid not null references people.person,
  handover_id uuid not null unique references people.handover, left_on date not null, months int, ends_on date, content_hash text not null,
  made_at timestamptz not null, told_at timestamptz, check ((months is null) = (ends_on is null)));
comment on column people.exit_letter.ends_on is 'null: until what was secret has become public by right';
create index exit_letter_ends on people.exit_letter (ends_on) where told_at is null;

grant select, insert, update on people.paper_series to mifeng_app;
grant select, insert on people.secrecy_organisation, people.appointment, people.thing, people.signed_paper, people.exit_letter to mifeng_app;
grant update (state, decided_by, decided_at) on people.secrecy_organisation to mifeng_app;
grant update (signed_by, signed_at, declined_by, declined_at, accepted_at, ended_by, ended_at, end_reason) on people.appointment to mifeng_app;
grant update (missing_at, stopped_at, stopped_by, closed_at, closed_by, outcome) on people.thing to mifeng_app;
grant select, update (months, changed_by, changed_at) on people.exit_setting to mifeng_app;
grant update (told_at) on people.exit_letter to mifeng_app;
