-- breaking: no
-- why: rooms under entry control, who may enter them, the entry register, and visitors with their approval and escort
create table custody.room (
  id uuid primary key, name text not null, kind text not null check (kind in ('records', 'server')), place text not null,
  keeper_id uuid not null references people.person, level smallint not null references custody.level, version int not null default 1,
  created_at timestamptz not null, created_by uuid not null references people.person, closed_at timestamptz);
create unique index room_name on custody.room (name) where closed_at is null;
create index room_keeper on custody.room (keeper_id) where closed_at is null;
create table custody.room_setting (
  id smallint primary key default 1 check (id = 1), visitor_months int not null default 12 check (visitor_months between 6 and 60),
  changed_by uuid references people.person, changed_at timestamptz);
insert into custody.room_setting default values;

-- who may enter without being asked for each time
create table custody.room_standing (
  id uuid primary key, room_id uuid not null references custody.room, person_id uuid not null references people.person,
  until date not null, given_by uuid not null references people.person, given_at timestamptz not null,
  ended_at timestamptz, ended_by uuid references people.person, check ((ended_at is null) = (ended_by is null)));
create unique index room_standing_open on custody.room_standing (room_id, person_id) where ended_at is null;
create index room_standing_person on custody.room_standing (person_id) where ended_at is null;

-- requests to enter: of an employee for himself, or of a host for a visitor
create table custody.visit_series (year int primary key, next int not null);
create table custody.visit (
  id uuid primary key, number text not null unique, room_id uuid not null references custody.room,
  kind text not null check (kind in ('employee', 'visitor')), applicant_id uuid not null references people.person,
  host_id uuid not null references people.person, escort_id uuid references people.person, purpose text not null,
  starts_at timestamptz not null, ends_at timestamptz not null, commitment bytea,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'withdrawn')),
  created_at timestamptz not null, decided_by uuid references people.person, decided_at timestamptz, opinion text not null default '',
  check (ends_at > starts_at), check (kind = 'employee' or escort_id is not null), check (kind = 'visitor' or host_id = applicant_id),
  check ((kind = 'visitor') = (commitment is not null)),
  check (decided_by is null or decided_by <> applicant_id), check (state not in ('approved', 'refused') or decided_by is not null));
create index visit_room on custody.visit (room_id, created_at desc);
comment on column custody.visit.commitment is 'salted hash of what the visitor gave; it stays when the data is removed';
-- personal data of visitors, removed when its time is over
create table custody.visitor (
  visit_id uuid primary key references custody.visit, name text not null, organisation text not null,
  id_last text not null check (id_last ~ '^[0-9Xx]{4}$'), salt bytea not null);

-- the entry register: one line for one stay of one person
create table custody.entry (
  id uuid primary key, room_id uuid not null references custody.room, person_id uuid references people.person,
  visit_id uuid references custody.visit, escort_id uuid references people.person, purpose text not null,
  basis text not null check (basis in ('keeper', 'standing', 'approved', 'escort', 'visitor')),
  entered_at timestamptz not null, entered_by uuid not null references people.person,
  left_at timestamptz, left_by uuid references people.person, left_noted_at timestamptz, remark text not null default '',
  check ((basis = 'visitor') = (person_id is null)), check (basis <> 'visitor' or (visit_id is not null and escort_id is not null)),
  check (left_at >= entered_at), check ((left_at is null) = (left_by is null)), check (left_noted_at >= left_at));
comment on column custody.entry.left_noted_at is 'when the sign-out was written down; later than left_at when it had been forgotten';
create unique index entry_inside on custody.entry (room_id, person_id) where left_at is null and person_id is not null;
create unique index entry_visitor_inside on custody.entry (visit_id) where left_at is null and person_id is null;
create index entry_room on custody.entry (room_id, entered_at desc);
create index entry_time on custody.entry (entered_at desc);
create table custody.entry_reminder (entry_id uuid not null references custody.entry, day date not null, primary key (entry_id, day));

grant select, insert on custody.room, custody.room_standing, custody.visit, custody.visitor, custody.entry, custody.entry_reminder,
  custody.visit_series to mifeng_app;
grant update (name, kind, place, keeper_id, level, version, closed_at) on custody.room to mifeng_app;
grant update (until, ended_at, ended_by) on custody.room_standing to mifeng_app;
grant update (state, decided_by, decided_at, opinion) on custody.visit to mifeng_app;
-- a line of the register is only ever completed: who came in and when stays as it was written
grant update (left_at, left_by, left_noted_at, remark) on custody.entry to mifeng_app;
grant delete on custody.visitor to mifeng_app;
grant update (next) on custody.visit_series to mifeng_app;
grant select, update (visitor_months, changed_by, changed_at) on custody.room_setting to mifeng_app;
