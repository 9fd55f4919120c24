-- breaking: no
-- why: customers are told by notices whose versions never change; what they agreed to, refused and withdrew is kept line by line and binds every decision; those of old without evidence stand in a backlog
alter table custody.customer add column barred jsonb not null default '{}', add column consent text, add column consent_version uuid;
comment on column custody.customer.barred is 'purpose code or sensitive, provision, abroad, marketing -> milliseconds since the epoch from which it is barred';
comment on column custody.customer.consent is 'given, refused, withdrawn or expired; null: no evidence on record';
create index customer_consent_missing on custody.customer (created_at, id) where consent is null and legal_basis in ('consent', 'unknown') and status = 'active';
create index customer_consent_version on custody.customer (consent_version) where consent_version is not null;

alter table collection.purpose add column marketing boolean not null default false;
alter table usage.export add column left_out int not null default 0;

create table collection.notice (
  id uuid primary key, code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'), name text not null,
  draft jsonb not null, draft_revision int not null default 1,
  created_by uuid not null references people.person, created_at timestamptz not null, closed_at timestamptz);
-- a version is only ever added; what changes is whether it was confirmed or replaced
create table collection.notice_version (
  id uuid primary key, notice_id uuid not null references collection.notice, number int not null, body jsonb not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'), asks_anew boolean not null, valid_months int check (valid_months between 1 and 240),
  proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  decided_by uuid references people.person, decided_at timestamptz, state text not null default 'proposed'
    check (state in ('proposed','published','declined','replaced','closed')), replaced_at timestamptz,
  unique (notice_id, number), check ((state = 'proposed') = (decided_by is null)), check (decided_by <> proposed_by));
create unique index notice_version_one_open on collection.notice_version (notice_id) where state = 'proposed';
create unique index notice_version_one_published on collection.notice_version (notice_id) where state = 'published';
create index notice_version_hash on collection.notice_version (hash);

-- the exact words that were shown, kept once however often they were shown
create table collection.consent_text (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'), version_id uuid not null references collection.notice_version,
  language text not null check (language in ('zh','en')), text text not null, kept_at timestamptz not null);

create table collection.consent (
  customer_id uuid not null, id uuid not null, version_id uuid not null references collection.notice_version, notice_hash text not null,
  items jsonb not null, purposes text[] not null, channel text not null check (channel in ('web','paper','sms','wechat','spoken','counter')),
  given_at timestamptz not null, recorded_at timestamptz not null, operator_id uuid references people.person,
  evidence text, shown_hash text not null references collection.consent_text, minor boolean not null,
  guardian_level smallint, guardian_sealed bytea, expires_at timestamptz, content_hash text not null,
  primary key (customer_id, id), check (not minor or guardian_sealed is not null), check (given_at <= recorded_at + interval '5 minutes'));
create index consent_version on collection.consent (version_id, given_at);
create index consent_expiry on collection.consent (expires_at) where expires_at is not null;
create table collection.consent_end (
  customer_id uuid not null, id uuid not null, keys text[] not null check (cardinality(keys) between 1 and 60), channel text not null
    check (channel in ('web','paper','sms','wechat','spoken','counter')), at timestamptz not null, from_at timestamptz not null,
  operator_id uuid references people.person, evidence text, content_hash text not null, primary key (customer_id, id));
create index consent_end_time on collection.consent_end (at);
-- who has to be told of a withdrawal: grants, exports and shares that carried the data out before
create table collection.consent_told (
  customer_id uuid not null, end_id uuid not null, what text not null check (what in ('export','grant')), what_id uuid not null,
  raised_at timestamptz not null, told_at timestamptz, told_by uuid references people.person, primary key (customer_id, end_id, what, what_id));
create index consent_told_open on collection.consent_told (raised_at) where told_at is null;

-- secrets by which a customer reaches the own consents; only their hashes are here
create table collection.consent_link (
  id uuid primary key, customer_id uuid not null, kind text not null check (kind in ('receipt','invitation','code')),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32), version_id uuid references collection.notice_version,
  minor boolean not null default false,
  made_by uuid references people.person, made_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz);
create index consent_link_customer on collection.consent_link (customer_id);
create table collection.customer_code (
  id uuid primary key, customer_id uuid, address_hash bytea not null, code_hash bytea not null, purpose text not null,
  tries int not null default 0, made_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz);
create index customer_code_address on collection.customer_code (address_hash, made_at);
create index customer_code_old on collection.customer_code (expires_at);

-- another legal basis declared for files without evidence: one states it with a reason, another confirms
create table collection.basis_declaration (
  id uuid primary key, legal_basis text not null, reason text not null check (char_length(reason) between 4 and 500), files int not null,
  proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  decided_by uuid references people.person, decided_at timestamptz, outcome text check (outcome in ('confirmed','declined')), changed int,
  check ((decided_by is null) = (outcome is null)), check (decided_by <> proposed_by));
create table collection.basis_declaration_file (
  declaration_id uuid not null references collection.basis_declaration, customer_id uuid not null, primary key (declaration_id, customer_id));
create index basis_declaration_file_customer on collection.basis_declaration_file (customer_id);
create table collection.consent_backlog_day (day date primary key, missing int not null, of_files int not null, old_version int not null);

alter table approval.channel drop constraint channel_kind_check, add constraint channel_kind_check
  check (kind in ('email','wecom-app','dingtalk-app','feishu-app','wecom-robot','dingtalk-robot','feishu-robot','sms-gateway'));
create unique index channel_one_sms on approval.channel (kind) where removed_at is null and kind = 'sms-gateway';

grant select, insert on collection.notice, collection.notice_version, collection.consent_text, collection.consent, collection.consent_end,
  collection.consent_told, collection.consent_link, collection.customer_code, collection.basis_declaration,
  collection.basis_declaration_file, collection.consent_backlog_day to mifeng_app;
grant update (name, draft, draft_revision, closed_at) on collection.notice to mifeng_app;
grant update (decided_by, decided_at, state, replaced_at) on collection.notice_version to mifeng_app;
grant update (told_at, told_by) on collection.consent_told to mifeng_app;
grant update (ended_at) on collection.consent_link to mifeng_app;
grant update (tries, used_at), delete on collection.customer_code to mifeng_app;
grant update (decided_by, decided_at, outcome, changed) on collection.basis_declaration to mifeng_app;
grant update (missing, of_files, old_version) on collection.consent_backlog_day to mifeng_app;
