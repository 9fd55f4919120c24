-- breaking: no
-- why: quarterly review of rights: what each person held when a campaign was opened, what was decided about each right and by whom; since when a clearance holds
create table people.review_setting (
  id smallint primary key default 1 check (id = 1), automatic boolean not null default true,
  due_days int not null default 10 check (due_days between 3 and 60), unused_days int not null default 90 check (unused_days between 30 and 730),
  changed_by uuid references people.person, changed_at timestamptz);
insert into people.review_setting default values;

create table people.rights_review (
  id uuid primary key, number text not null unique, quarter text not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  opened_at timestamptz not null, opened_by uuid references people.person, reason text not null default '',
  due_at timestamptz not null, escalates_at timestamptz not null, unused_days int not null,
  closed_at timestamptz, closed_by uuid references people.person, close_reason text not null default '',
  check (due_at > opened_at), check (escalates_at > due_at));
comment on column people.rights_review.opened_by is 'null: by the schedule, on the first working day of the quarter';
create unique index rights_review_one_open on people.rights_review ((true)) where closed_at is null;
create unique index rights_review_of_schedule on people.rights_review (quarter) where opened_by is null;

-- what a person held when the review was opened; it stays as it was, whatever becomes of the right
create table people.rights_review_item (
  id uuid primary key, review_id uuid not null references people.rights_review, person_id uuid not null references people.person,
  department_id uuid references people.department, kind text not null, reference text not null, office text, title jsonb not null,
  since timestamptz, given_by uuid, used_at timestamptz, suggested boolean not null, unique (review_id, person_id, kind, reference));
comment on column people.rights_review_item.office is 'the office, when the right is one of the three administrators'' own';

-- one decision for each right, for ever
create table people.rights_review_decision (
  item_id uuid primary key references people.rights_review_item, decision text check (decision in ('confirm', 'remove')),
  outcome text not null check (outcome in ('kept', 'removed', 'gone')), capacity text not null, reason text not null default '',
  decided_by uuid references people.person, decided_at timestamptz not null,
  check (decision is not null or outcome = 'gone'), check ((decided_by is null) = (decision is null)));
comment on column people.rights_review_decision.decision is 'null: nobody decided, the right had ended elsewhere';

create table people.rights_review_reminder (
  review_id uuid not null references people.rights_review, person_id uuid not null references people.person,
  stage text not null check (stage in ('soon', 'overdue', 'escalated')), day date not null, primary key (review_id, person_id, stage, day));

create table people.clearance_given (
  id uuid primary key, person_id uuid not null references people.person, clearance smallint not null, scope text not null,
  given_by uuid not null, given_at timestamptz not null);
create index clearance_given_person on people.clearance_given (person_id, given_at desc);

grant select, update on people.review_setting to mifeng_app;
grant select, insert on people.rights_review to mifeng_app;
grant update (closed_at, closed_by, close_reason) on people.rights_review to mifeng_app;
-- the record of a review is written once and never altered
grant select, insert on people.rights_review_item, people.rights_review_decision, people.rights_review_reminder, people.clearance_given to mifeng_app;
