-- breaking: no
-- why: what is due, from whom, by when; new customers' files are tidied, scored, merged and unmerged, numbered and found on the shelf
create schema duties;
-- one thing that somebody owes; about the same subject only one is open
create table duties.duty (
  id uuid primary key, kind text not null, clause text not null, subject text not null, owner_id uuid not null references people.person,
  due_at timestamptz not null, escalates_at timestamptz not null, link text not null, values jsonb not null default '{}', raised_at timestamptz not null,
  settled_at timestamptz, settled_by uuid, evidence text not null default '');
create unique index duty_open on duties.duty (kind, subject) where settled_at is null;
create index duty_owner on duties.duty (owner_id, due_at);
create index duty_due on duties.duty (due_at) where settled_at is null;
-- who was told, at which stage of which due date: nobody is told twice
create table duties.reminder (
  duty_id uuid not null references duties.duty, stage text not null, due_at timestamptz not null, person_id uuid not null references people.person,
  told_at timestamptz not null, primary key (duty_id, stage, due_at, person_id));
create index reminder_person on duties.reminder (person_id, duty_id) where stage = 'escalated';
grant usage on schema duties to mifeng_app;
grant select, insert on duties.duty, duties.reminder to mifeng_app;
grant update (owner_id, due_at, escalates_at, link, values, settled_at, settled_by, evidence) on duties.duty to mifeng_app;
