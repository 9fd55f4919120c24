-- breaking: yes
-- why: first schema: ledger, keys, jobs, people, approval, custody, collection, use, supervision
do $$ begin
  if not exists (select from pg_roles where rolname = 'mifeng_app') then
    create role mifeng_app login nosuperuser nocreatedb nocreaterole noreplication;
  end if;
end $$;

-- ───────────── ledger: rows are only ever added; the program's role can neither change nor delete them ─────────────
create schema ledger;
create table ledger.lane (lane smallint primary key, name text not null unique, created_at timestamptz not null default now());
create table ledger.leaf (lane smallint not null, index bigint not null, entry text not null, primary key (lane, index));
-- one row per append; the primary key is the compare-and-swap that makes a fork impossible
create table ledger.batch (lane smallint not null, size bigint not null, frontier bytea not null, primary key (lane, size));
create table ledger.tile (lane smallint not null, level smallint not null, n bigint not null, hashes bytea not null, primary key (lane, level, n));
create table ledger.checkpoint (lane smallint not null, size bigint not null, note text not null, primary key (lane, size));

-- ───────────── keyring: kept and backed up apart from the data ─────────────
create schema keyring;
create table keyring.root_check (id smallint primary key default 1 check (id = 1), salt bytea, check_value bytea not null, kind text not null);
create table keyring.signing_key (id smallint primary key default 1 check (id = 1), name text not null, sealed bytea not null, public bytea not null);
create table keyring.level_key (
  level smallint not null, version int not null, wrapped bytea not null,
  created_at timestamptz not null default now(), retired_at timestamptz, primary key (level, version));
create table keyring.customer_key (customer_id uuid not null, level smallint not null, version int not null, wrapped bytea not null, primary key (customer_id, level));
create table keyring.erasure (customer_id uuid primary key, erased_at timestamptz not null, leaf_lane smallint, leaf_index bigint);

-- ───────────── jobs ─────────────
create schema jobs;
create table jobs.job (
  id uuid primary key, kind text not null, payload jsonb not null default '{}', run_at timestamptz not null default now(),
  attempts int not null default 0, max_attempts int not null default 8, locked_until timestamptz, locked_by text,
  finished_at timestamptz, failed_at timestamptz, last_error text, unique_key text);
create unique index job_one_open on jobs.job (kind, unique_key) where finished_at is null and failed_at is null;
create index job_due on jobs.job (run_at) where finished_at is null and failed_at is null;
create table jobs.schedule (name text primary key, cron text not null, kind text not null, payload jsonb not null default '{}', last_due timestamptz);

-- ───────────── people ─────────────
create schema people;
create table people.company (
  id uuid primary key, only_one boolean not null default true unique check (only_one), name text not null, ledger_id text not null unique,
  level_preset text not null, settings jsonb not null default '{}', set_up_at timestamptz not null);
create table people.setup_secret (id smallint primary key default 1 check (id = 1), secret_hash bytea not null, expires_at timestamptz not null, used_at timestamptz);
create table people.department (
  id uuid primary key, parent_id uuid references people.department, name text not null, code text unique,
  manager_id uuid, sort int not null default 0, closed_at timestamptz);
create table people.person (
  id uuid primary key, employee_no text not null unique, name text not null, pinyin text not null default '',
  department_id uuid references people.department, manager_id uuid references people.person, post text not null default '',
  employment text not null check (employment in ('regular', 'part-time', 'intern', 'contractor')),
  starts_on date, ends_on date, left_at timestamptz,
  clearance smallint not null default 1 check (clearance between 0 and 9),
  scope text not null default 'own' check (scope in ('none', 'own', 'department', 'all')),
  email text, created_at timestamptz not null default now(), version int not null default 1);
alter table people.department add foreign key (manager_id) references people.person;
create index person_department on people.person (department_id);
create table people.role_holding (
  id uuid primary key, person_id uuid not null references people.person, role text not null,
  given_by uuid, given_at timestamptz not null, ended_at timestamptz, ended_by uuid);
create unique index role_holding_one_open on people.role_holding (person_id, role) where ended_at is null;
create table people.account (
  id uuid primary key, person_id uuid not null unique references people.person, sign_in_name text not null unique,
  password_hash text not null, password_history text[] not null default '{}', password_set_at timestamptz not null,
  must_change boolean not null default true, failures int not null default 0, locked_until timestamptz, disabled_at timestamptz,
  last_sign_in_at timestamptz, created_by uuid, created_at timestamptz not null);
create table people.session (
  id uuid primary key, token_hash bytea not null unique, account_id uuid not null references people.account,
  created_at timestamptz not null, seen_at timestamptz not null, expires_at timestamptz not null,
  address text not null default '', agent text not null default '', ended_at timestamptz, end_reason text);
create index session_open on people.session (account_id) where ended_at is null;
create table people.calendar_day (day date primary key, working boolean not null, note text not null default '');

-- ───────────── approval ─────────────
create schema approval;
create table approval.number_series (kind text not null, year int not null, next int not null default 1, primary key (kind, year));
create table approval.definition (
  id uuid primary key, key text not null, version int not null, form text not null, name_zh text not null, name_en text not null,
  levels smallint[] not null default '{}', actions text[] not null default '{}', priority int not null default 0,
  body jsonb not null, active boolean not null default true, created_by uuid, created_at timestamptz not null, unique (key, version));
create unique index definition_one_active on approval.definition (key) where active;
create table approval.instance (
  id uuid primary key, number text unique, form text not null, definition_id uuid not null references approval.definition,
  applicant_id uuid not null references people.person, title_zh text not null default '', title_en text not null default '',
  snapshot jsonb not null, snapshot_hash text not null, level smallint not null, action text not null,
  state text not null check (state in ('draft','running','returned','approved','rejected','withdrawn','terminated','expired','revoked')),
  version int not null default 1, created_at timestamptz not null, submitted_at timestamptz, finished_at timestamptz, urged_at timestamptz, urge_count int not null default 0);
create index instance_applicant on approval.instance (applicant_id, created_at desc);
create table approval.node_run (
  id uuid primary key, instance_id uuid not null references approval.instance, step int not null, step_id text not null, mode text not null,
  opened_at timestamptz not null, closed_at timestamptz, outcome text);
create unique index node_run_one_open on approval.node_run (instance_id) where closed_at is null;
create table approval.task (
  id uuid primary key, instance_id uuid not null references approval.instance, run_id uuid not null references approval.node_run,
  assignee_id uuid not null references people.person, origin text not null default 'step', from_task_id uuid, from_person_id uuid,
  state text not null check (state in ('todo','approved','rejected','returned','transferred','closed','cancelled')),
  created_at timestamptz not null, due_at timestamptz, reminded_at timestamptz, escalated_at timestamptz, viewed_at timestamptz, decided_at timestamptz);
create unique index task_one_open on approval.task (run_id, assignee_id) where state = 'todo';
create index task_todo on approval.task (assignee_id, created_at desc) where state = 'todo';
create index task_due on approval.task (due_at) where state = 'todo';
create index task_instance on approval.task (instance_id);
create table approval.action (
  instance_id uuid not null references approval.instance, seq int not null, task_id uuid, actor_id uuid not null, on_behalf_of uuid,
  verb text not null, opinion text not null default '', at timestamptz not null, address text not null default '',
  snapshot_hash text not null, before text, after text, detail jsonb not null default '{}', primary key (instance_id, seq));
create index action_actor on approval.action (actor_id, at desc);
create table approval.cc (
  instance_id uuid not null references approval.instance, person_id uuid not null references people.person,
  added_by uuid, added_at timestamptz not null, read_at timestamptz, primary key (instance_id, person_id));
create index cc_person on approval.cc (person_id, added_at desc);
create table approval.notice (
  id uuid primary key, person_id uuid not null references people.person, kind text not null, instance_id uuid, link text not null default '',
  values jsonb not null default '{}', created_at timestamptz not null, read_at timestamptz);
create index notice_person on approval.notice (person_id, created_at desc);

-- ───────────── custody ─────────────
create schema custody;
create table custody.level (
  rank smallint primary key, zh text not null, en text not null, tone text not null,
  -- what a full view needs: 'reason' = within scope and a stated reason; 'grant' = an approved application
  full_needs text not null check (full_needs in ('reason', 'grant')), secrecy_years int, export_rows_max int not null);
create table custody.field (
  id smallint generated by default as identity primary key, code text not null unique, zh text not null, en text not null,
  section text not null, category text not null check (category in ('basic','transaction','finance','trade-secret','technical')),
  level smallint not null references custody.level, sensitive boolean not null default false,
  type text not null, mask text not null, searchable text not null default 'none' check (searchable in ('none','exact','fragment')),
  applies_to text not null default 'both' check (applies_to in ('person','company','both')),
  sort int not null default 0, retired_at timestamptz, version int not null default 1);
-- customers that arrived together; nothing of a batch is visible before it is released
create table custody.batch (id uuid primary key, created_at timestamptz not null, released_at timestamptz, withdrawn_at timestamptz);
create table custody.customer (
  id uuid primary key, file_no text not null unique, kind text not null check (kind in ('person','company')),
  level smallint not null references custody.level, owner_id uuid, department_id uuid, batch_id uuid references custody.batch,
  source_id uuid, legal_basis text not null, status text not null default 'active' check (status in ('active','restricted','merged','erased')),
  merged_into uuid, fields smallint[] not null default '{}', marketing_refused boolean not null default false,
  created_by uuid, created_at timestamptz not null, updated_at timestamptz not null, version int not null default 1);
create index customer_owner on custody.customer (owner_id);
create index customer_department on custody.customer (department_id, level);
create index customer_batch on custody.customer (batch_id);
create table custody.sealed_block (
  customer_id uuid not null, level smallint not null, version int not null default 1, schema_version int not null default 1,
  fields smallint[] not null, sealed bytea not null, updated_at timestamptz not null, primary key (customer_id, level));
create table custody.sealed_block_past (
  customer_id uuid not null, level smallint not null, version int not null, schema_version int not null,
  fields smallint[] not null, sealed bytea not null, replaced_at timestamptz not null, primary key (customer_id, level, version));
-- levels raised or lowered for one customer, under approval; absent = the catalogue's level
create table custody.field_level (customer_id uuid not null, field_id smallint not null references custody.field, level smallint not null references custody.level, primary key (customer_id, field_id));
create table custody.search_tokens (customer_id uuid primary key, tokens int[] not null);
create index search_tokens_gin on custody.search_tokens using gin (tokens);
create table custody.change (
  customer_id uuid not null, id uuid not null, at timestamptz not null, actor_id uuid not null, kind text not null,
  fields smallint[] not null default '{}', instance_id uuid, detail jsonb not null default '{}', primary key (customer_id, id));
create table custody.attachment (
  customer_id uuid not null, id uuid not null, level smallint not null references custody.level, title_sealed bytea not null, content_type text not null,
  size bigint not null, path text not null, commitment bytea not null, added_by uuid not null, added_at timestamptz not null, removed_at timestamptz, removed_by uuid,
  primary key (customer_id, id));
create table custody.level_change (
  instance_id uuid primary key, customer_id uuid, field_id smallint, from_level smallint not null, to_level smallint not null, reason text not null, applied_at timestamptz);

-- ───────────── collection ─────────────
create schema collection;
create table collection.source (
  id uuid primary key, name text not null unique, kind text not null check (kind in ('direct','partner','public','legacy')),
  legal_basis text not null, note text not null default '', created_by uuid, created_at timestamptz not null, closed_at timestamptz);
create table collection.template (id uuid primary key, name text not null unique, headers text[] not null, mapping jsonb not null, created_by uuid, created_at timestamptz not null, used_at timestamptz);
create table collection.import (
  id uuid primary key, batch_id uuid references custody.batch, file_name text not null, file_sha256 text not null, stored_path text not null, size bigint not null,
  state text not null check (state in ('uploaded','checked','running','paused','finished','failed','cancelled')),
  preview jsonb, options jsonb, progress jsonb not null default '{}', result jsonb, error jsonb,
  created_by uuid not null, created_at timestamptz not null, started_at timestamptz, finished_at timestamptz);
create table collection.import_error (
  import_id uuid not null references collection.import, seq bigint generated always as identity, sheet text not null, row int not null,
  column_name text not null default '', code text not null, level text not null default 'error', values jsonb not null default '{}', primary key (import_id, seq));
create table collection.import_mark (import_id uuid not null references collection.import, n int not null, sheet text not null, to_row int not null, customers int not null, at timestamptz not null, primary key (import_id, n));
create table collection.duplicate (
  id uuid primary key, import_id uuid references collection.import, customer_id uuid not null, other_id uuid not null, reason text not null,
  state text not null default 'open' check (state in ('open','merged','kept')), decided_by uuid, decided_at timestamptz);
create index duplicate_open on collection.duplicate (import_id) where state = 'open';

-- ───────────── use ─────────────
create schema usage;
create table usage.purpose (code text primary key, zh text not null, en text not null, sort int not null default 0, closed_at timestamptz);
-- the applied-for content; its id is the approval instance's id
create table usage.application (
  id uuid primary key, person_id uuid not null, purpose text not null references usage.purpose, reason text not null, modes text[] not null,
  field_ids smallint[] not null, starts_at timestamptz not null, ends_at timestamptz not null, count_limit int, undertaking boolean not null, created_at timestamptz not null);
create table usage.application_customer (application_id uuid not null references usage.application, customer_id uuid not null, primary key (application_id, customer_id));
create index application_customer_customer on usage.application_customer (customer_id);
create table usage.grant (
  id uuid primary key, application_id uuid not null unique references usage.application, person_id uuid not null, purpose text not null,
  modes text[] not null, field_ids smallint[] not null, starts_at timestamptz not null, ends_at timestamptz not null,
  count_limit int, used_count int not null default 0, snapshot_hash text not null,
  issued_at timestamptz not null, revoked_at timestamptz, revoked_by uuid, revoke_reason text, check (ends_at > starts_at), check (count_limit is null or used_count <= count_limit));
create index grant_person on usage.grant (person_id, ends_at);
create table usage.grant_customer (customer_id uuid not null, person_id uuid not null, grant_id uuid not null references usage.grant, primary key (customer_id, person_id, grant_id));
create index grant_customer_grant on usage.grant_customer (grant_id);
create table usage.export (
  id uuid primary key, grant_id uuid not null references usage.grant, person_id uuid not null, mode text not null, rows int not null, sha256 text not null,
  leaf_lane smallint, leaf_index bigint, at timestamptz not null);

-- ───────────── supervision: a view of the ledger's leaves for looking things up; rebuilt from them at any time ─────────────
create schema supervision;
create table supervision.audit_entry (
  lane smallint not null, index bigint not null, at timestamptz not null, kind text not null, verb text not null default '', actor_id uuid,
  customer_id uuid, application_id uuid, grant_id uuid, verdict text not null default '', clauses text[] not null default '{}', primary key (lane, index));
create index audit_entry_at on supervision.audit_entry (at desc);
create index audit_entry_actor on supervision.audit_entry (actor_id, at desc);
create index audit_entry_customer on supervision.audit_entry (customer_id, at desc) where customer_id is not null;
create index audit_entry_application on supervision.audit_entry (application_id) where application_id is not null;
create index audit_entry_clauses on supervision.audit_entry using gin (clauses);
create table supervision.verification (id uuid primary key, by_id uuid, at timestamptz not null, whole boolean not null, detail jsonb not null default '{}');

-- ───────────── what the program's own role may do ─────────────
grant usage on schema ledger, keyring, jobs, people, approval, custody, collection, usage, supervision to mifeng_app;
grant select, insert on all tables in schema ledger to mifeng_app;
grant select, insert, update, delete on all tables in schema keyring, jobs, people, approval, custody, collection, usage, supervision to mifeng_app;
grant usage, select on all sequences in schema custody, collection to mifeng_app;
-- an action, a reading or a change is never altered afterwards, whatever the program does
revoke update, delete on approval.action, custody.change, custody.sealed_block_past from mifeng_app;
revoke delete on approval.instance, approval.task, approval.node_run, usage.application, usage.grant, usage.export, people.person, people.account, people.role_holding, keyring.erasure from mifeng_app;
