-- breaking: no
-- why: register of partners with contract, authority and check; their batches stay in quarantine until released; withdrawn sources freeze
alter table custody.batch add column verify_first boolean not null default false;
comment on column custody.batch.verify_first is 'came from a third party: released only after its check was approved';

-- what came from these sources is kept, not used; read by every statement that fetches files, so it has nothing but ids
create table custody.frozen_source (source_id uuid primary key, since timestamptz not null);
alter table custody.customer add column borrowed jsonb;
comment on column custody.customer.borrowed is 'fields that came from another source than the file: {source id: [field ids]}; null for nearly every file';
create index customer_source on custody.customer (source_id);
create index customer_borrowed on custody.customer using gin (borrowed) where borrowed is not null;
grant select, insert, delete on custody.frozen_source to mifeng_app;

alter table collection.source
  add column state text not null default 'usable' check (state in ('draft', 'checked', 'usable', 'expired', 'withdrawn')),
  add column version int not null default 1,
  add column provider text not null default '', add column credit_code text not null default '', add column contact text not null default '',
  add column contract_no text not null default '', add column contract_from date, add column contract_until date,
  add column authority text not null default '', add column purposes text[] not null default '{}', add column field_ids smallint[] not null default '{}',
  add column valid_from date, add column valid_until date, add column responsible_id uuid references people.person,
  add column on_expiry text not null default 'keep' check (on_expiry in ('keep', 'freeze')),
  add column content_hash text not null default '', add column checked_by uuid references people.person, add column checked_at timestamptz,
  add column opened_by uuid references people.person, add column opened_at timestamptz,
  add check (opened_by is null or opened_by <> checked_by), add check (valid_until >= valid_from);
update collection.source set state = 'draft' where kind = 'partner';
create index source_state on collection.source (state, created_at desc);
create index source_until on collection.source (valid_until) where state in ('checked', 'usable');

-- history of a source: what was written, by whom, and what was decided about it; only ever added to
create table collection.source_step (
  source_id uuid not null references collection.source, n int not null, step text not null, version int not null, content jsonb not null,
  content_hash text not null, note text not null default '', actor_id uuid references people.person, at timestamptz not null,
  primary key (source_id, n));
create table collection.source_file (
  id uuid primary key, source_id uuid not null references collection.source, kind text not null check (kind in ('contract', 'authority')),
  level smallint not null references custody.level, content_type text not null, size int not null, sha256 text not null,
  commitment bytea not null, added_by uuid not null references people.person, added_at timestamptz not null);
create index source_file_source on collection.source_file (source_id, added_at);
create table collection.source_freeze (
  id uuid primary key, source_id uuid not null references collection.source, kind text not null check (kind in ('freeze', 'lift')),
  reason text not null, state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'refused')),
  proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  decided_by uuid references people.person, decided_at timestamptz, check (decided_by is null or decided_by <> proposed_by),
  check ((state = 'waiting') = (decided_by is null)));
create unique index source_freeze_waiting on collection.source_freeze (source_id) where state = 'waiting';
create index source_freeze_source on collection.source_freeze (source_id, proposed_at desc);

-- batches from third parties, from arrival to release or rejection
create table collection.quarantine (
  batch_id uuid primary key references custody.batch, number text not null unique, import_id uuid not null unique references collection.import,
  source_id uuid not null references collection.source, source_version int not null, source_hash text not null,
  importer_id uuid not null references people.person, customers int not null, level smallint not null, legal_basis text not null, file_hash text not null,
  state text not null default 'waiting' check (state in ('waiting', 'checking', 'submitted', 'released', 'rejected')),
  report jsonb not null default '{}', conflicts int, verifier_id uuid references people.person, taken_at timestamptz,
  seed text, sample_size int, most_bad int, checklist jsonb not null default '{}', content_hash text,
  instance_id uuid, proposal text check (proposal in ('release', 'reject')), arrived_at timestamptz not null, submitted_at timestamptz, decided_at timestamptz,
  check (verifier_id is null or verifier_id <> importer_id), check (state not in ('checking', 'submitted', 'released') or verifier_id is not null));
create index quarantine_state on collection.quarantine (state, arrived_at desc);
create index quarantine_source on collection.quarantine (source_id, arrived_at desc);
create table collection.quarantine_item (
  batch_id uuid not null references collection.quarantine, n int not null, customer_id uuid not null, opened int not null default 0,
  verdict text check (verdict in ('ok', 'bad')), note text not null default '', judged_at timestamptz, primary key (batch_id, n), unique (batch_id, customer_id));
create table collection.quarantine_conflict (
  batch_id uuid not null references collection.quarantine, n int not null, customer_id uuid not null, other_id uuid not null,
  what text not null check (what in ('known', 'name-differs', 'identifier-differs')), primary key (batch_id, n));
create table collection.quarantine_setting (
  id smallint primary key default 1 check (id = 1), bad_permille int not null default 10 check (bad_permille between 0 and 50),
  sample_least int not null default 2 check (sample_least between 2 and 2000), more_points jsonb not null default '[]',
  changed_by uuid references people.person, changed_at timestamptz);
insert into collection.quarantine_setting default values;
create table collection.quarantine_series (year int primary key, next int not null);

grant update (state, version, name, legal_basis, note, provider, credit_code, contact, contract_no, contract_from, contract_until, authority, purposes, field_ids,
  valid_from, valid_until, responsible_id, on_expiry, content_hash, checked_by, checked_at, opened_by, opened_at, closed_at) on collection.source to mifeng_app;
grant select, insert on collection.source_step, collection.source_file, collection.source_freeze, collection.quarantine, collection.quarantine_item,
  collection.quarantine_conflict, collection.quarantine_series to mifeng_app;
grant update (state, decided_by, decided_at) on collection.source_freeze to mifeng_app;
grant update (state, report, conflicts, verifier_id, taken_at, seed, sample_size, most_bad, checklist, content_hash, instance_id, proposal, submitted_at, decided_at)
  on collection.quarantine to mifeng_app;
grant update (opened, verdict, note, judged_at) on collection.quarantine_item to mifeng_app;
grant update (next) on collection.quarantine_series to mifeng_app;
grant select, update (bad_permille, sample_least, more_points, changed_by, changed_at) on collection.quarantine_setting to mifeng_app;
