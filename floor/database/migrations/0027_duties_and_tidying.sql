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

-- ───────────── filing: types, categories, numbers, parts ─────────────
-- kinds of customers as the company speaks of them; '' = not classified yet
create table custody.customer_type (
  code text primary key, zh text not null, en text not null, applies_to text not null default 'both' check (applies_to in ('person','company','both')),
  number_code text not null, required text[] not null default '{}', stale_months int check (stale_months between 1 and 120), sort int not null default 0,
  retired_at timestamptz, version int not null default 1);
insert into custody.customer_type (code, zh, en, number_code, required, stale_months, sort) values
  ('', '未分类', 'Not classified', 'W', '{person-name,company-name}', 24, 0),
  ('key', '重要客户', 'Key customer', 'Z', '{person-name,company-name,mobile,uscc,address}', 12, 1),
  ('general', '一般客户', 'General customer', 'Y', '{person-name,company-name,mobile}', 24, 2),
  ('prospect', '潜在客户', 'Prospect', 'Q', '{person-name,company-name}', 12, 3),
  ('supplier', '供应商', 'Supplier', 'G', '{company-name,uscc}', 24, 4);
create table custody.file_category (
  code text primary key, zh text not null, en text not null, number_code text not null, sort int not null default 0, retired_at timestamptz, version int not null default 1);
insert into custody.file_category (code, zh, en, number_code, sort) values
  ('', '未分类', 'Not classified', 'W', 0), ('general', '综合资料', 'General', 'ZH', 1), ('contract', '合同资料', 'Contracts', 'HT', 2),
  ('service', '服务资料', 'Service', 'FW', 3), ('finance', '财务资料', 'Finance', 'CW', 4);
-- the rule for file numbers; the newest is in force, older ones stay readable
create table custody.numbering (version int primary key, template text not null, fonds text not null, created_by uuid, created_at timestamptz not null default now());
insert into custody.numbering (version, template, fonds) values (1, 'C-{year}-{serial:6}', 'C');
-- the next serial behind a prefix; the row lock makes filers wait for one another, so that no number is left out
create table custody.file_series (prefix text primary key, next int not null check (next > 0));
insert into custody.file_series (prefix, next) select 'C-' || year || '-', next from approval.number_series where kind = 'C';
create table custody.voided_number (
  number text primary key, customer_id uuid, reason text not null, note text not null default '', voided_by uuid, voided_at timestamptz not null);
create index voided_number_customer on custody.voided_number (customer_id);

alter table custody.customer add column type_code text references custody.customer_type, add column category_code text references custody.file_category,
  -- fields whose value does not have the shape of its type; known when the file is written, so that nothing is opened to count them
  add column unfit smallint[] not null default '{}',
  -- when somebody last said that everything is still right
  add column confirmed_at timestamptz;
create index customer_filed on custody.customer (type_code, category_code, created_at);

-- where the paper of a file lies
create table custody.paper_part (
  customer_id uuid not null, id uuid not null, category_code text not null references custody.file_category, pages int not null check (pages between 1 and 100000),
  room_id uuid references custody.room, place text not null, holder_id uuid references people.person, level smallint not null references custody.level,
  filed_at timestamptz not null, filed_by uuid not null, checked_at timestamptz, checked_by uuid, removed_at timestamptz, removed_by uuid, version int not null default 1,
  primary key (customer_id, id));
create index paper_part_room on custody.paper_part (room_id) where removed_at is null;

-- merges that may be undone: what the file that stayed was like before
create table custody.merge (
  id uuid primary key, stays uuid not null, goes uuid not null, at timestamptz not null, by_id uuid not null, stays_version int not null, goes_version int not null,
  before jsonb not null, after_barred jsonb not null default '{}', undone_at timestamptz, undone_by uuid, undone_in xid8);
create index merge_stays on custody.merge (stays);
create index merge_goes on custody.merge (goes);
create index merge_time on custody.merge (at desc);

-- ───────────── tidying ─────────────
create table collection.tidying_setting (
  id boolean primary key default true check (id), due_days int not null default 5 check (due_days between 1 and 60),
  postpone_most int not null default 20 check (postpone_most between 1 and 120), confirm_days int not null default 10 check (confirm_days between 1 and 60),
  undo_days int not null default 30 check (undo_days between 0 and 365), swept_to timestamptz not null default 'epoch', paired_to timestamptz not null default 'epoch',
  version int not null default 1);
insert into collection.tidying_setting default values;
-- so that a released batch can be gone through piece by piece
drop index custody.customer_batch;
create index customer_batch on custody.customer (batch_id, id);
alter table custody.batch add column tidied_at timestamptz;
update custody.batch set tidied_at = released_at where released_at is not null;
-- files with something to put right
create table collection.tidying (
  customer_id uuid primary key, entered_at timestamptz not null, due_at timestamptz not null, assignee_id uuid references people.person, defects text[] not null,
  checked_at timestamptz not null, state text not null default 'open' check (state in ('open','tidy')), postponed int not null default 0, postpone_reason text,
  tidied_at timestamptz, tidied_by uuid, explained text);
create index tidying_due on collection.tidying (due_at) where state = 'open';
create index tidying_assignee on collection.tidying (assignee_id, due_at) where state = 'open';
-- one line a day and department (the zero id: no department)
create table collection.quality (
  day date not null, department_id uuid not null, files int not null, wanted bigint not null, missing bigint not null, held bigint not null, unfit bigint not null,
  doubled int not null, stale int not null, primary key (day, department_id));
create index duplicate_customer on collection.duplicate (customer_id) where state = 'open';
create index duplicate_other on collection.duplicate (other_id) where state = 'open';
alter table collection.duplicate add column merge_id uuid references custody.merge, add column found_at timestamptz not null default now();
-- somebody who sees a file but may not write it asks for a correction; the new value is sealed
create table collection.correction (
  id uuid primary key, customer_id uuid not null, field_id smallint not null references custody.field, level smallint not null, sealed bytea not null,
  file_version int not null, asked_by uuid not null, asked_at timestamptz not null, owner_id uuid not null,
  state text not null default 'open' check (state in ('open','accepted','refused','withdrawn','void')), decided_by uuid, decided_at timestamptz, decision text);
create index correction_owner on collection.correction (owner_id, asked_at) where state = 'open';
create index correction_asker on collection.correction (asked_by, asked_at desc);
create index correction_customer on collection.correction (customer_id);
create unique index correction_once on collection.correction (customer_id, field_id, asked_by) where state = 'open';

grant select, insert, update on custody.customer_type, custody.file_category, custody.file_series to mifeng_app;
grant select, insert on custody.numbering, custody.voided_number, custody.merge, custody.paper_part to mifeng_app;
grant update (undone_at, undone_by, undone_in) on custody.merge to mifeng_app;
grant update (category_code, pages, room_id, place, holder_id, checked_at, checked_by, removed_at, removed_by, version) on custody.paper_part to mifeng_app;
grant select, insert, update, delete on collection.tidying, collection.quality to mifeng_app;
grant select, update on collection.tidying_setting to mifeng_app;
grant select, insert on collection.correction to mifeng_app;
grant update (state, decided_by, decided_at, decision, owner_id) on collection.correction to mifeng_app;
