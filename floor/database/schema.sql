-- The schema after all migrations. Written by `npx tsx floor/database/dump.ts`; do not edit.

-- schemas

create schema approval;
create schema collection;
create schema custody;
create schema duties;
create schema house;
create schema jobs;
create schema keyring;
create schema ledger;
create schema people;
create schema supervision;
create schema usage;

-- functions

CREATE OR REPLACE FUNCTION custody.erase_file(file uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare part text;
begin
  if not exists (select from keyring.erasure e where e.customer_id = file)
    or exists (select from keyring.customer_key k where k.customer_id = file) then
    raise exception 'the keys of this file were not destroyed';
  end if;
  delete from custody.sealed_block where customer_id = file;
  delete from custody.sealed_block_past where customer_id = file;
  delete from custody.search_tokens where customer_id = file;
  delete from custody.identifier where customer_id = file;
  delete from custody.field_level where customer_id = file;
  foreach part in array array['document_tokens', 'preview', 'document'] loop
    if to_regclass('custody.' || part) is not null then
      execute format('delete from custody.%I where customer_id = $1', part) using file;
    end if;
  end loop;
  delete from custody.attachment where customer_id = file;
  update custody.customer set status = 'erased', fields = '{}', barred = '{}', consent = null, consent_version = null,
    version = version + 1, updated_at = now() where id = file;
end $function$;

CREATE OR REPLACE FUNCTION custody.follow_parts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update custody.customer set parts_level = custody.parts_level_of(new.customer_id)
    where id = new.customer_id and parts_level <> custody.parts_level_of(new.customer_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION custody.is_lowering_approved(customer uuid, field smallint, target smallint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from custody.level_change
    where applied_in = pg_current_xact_id() and to_level = target
      and customer_id is not distinct from customer and field_id is not distinct from field)
    or exists (select from keyring.erasure e where e.customer_id = customer)
    or exists (select from custody.merge m where m.undone_in = pg_current_xact_id() and m.stays = customer
      and case when field is null then (m.before ->> 'level')::smallint = target
        else target = (select f.level from custody.field f where f.id = field)
          or exists (select from jsonb_to_recordset(m.before -> 'overrides') as o(field smallint, level smallint)
            where o.field = is_lowering_approved.field and o.level = target) end)
$function$;

CREATE OR REPLACE FUNCTION custody.keep_catalogue_level()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not custody.is_lowering_approved(null, new.id, new.level) then
    raise exception 'the level of a field falls by approved application only' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION custody.keep_field_level()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  before smallint;
  after smallint;
  this_customer uuid := case when tg_op = 'DELETE' then old.customer_id else new.customer_id end;
  this_field smallint := case when tg_op = 'DELETE' then old.field_id else new.field_id end;
  usual smallint;
begin
  select level into usual from custody.field where id = this_field;
  before := case when tg_op = 'INSERT' then usual else old.level end;
  after := case when tg_op = 'DELETE' then usual else new.level end;
  if after < before and not custody.is_lowering_approved(this_customer, this_field, after) then
    raise exception 'the level of a value falls by approved application only' using errcode = 'check_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $function$;

CREATE OR REPLACE FUNCTION custody.keep_file_level()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not custody.is_lowering_approved(new.id, null, new.level) then
    raise exception 'the level of a file falls by approved application only' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION custody.keep_parts_level()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.parts_level < custody.parts_level_of(new.id) then
    raise exception 'a file is at least as high as its highest part' using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION custody.parts_level_of(customer uuid)
 RETURNS smallint
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(max(level), 0)::smallint from custody.attachment where customer_id = customer and removed_at is null
$function$;

CREATE OR REPLACE FUNCTION custody.settle_search_index()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  -- Absent while an operator builds it anew.
  index regclass := to_regclass('custody.search_tokens_gin');
begin
  if index is not null then
    perform gin_clean_pending_list(index);
  end if;
  return null;
end
$function$;

-- tables

create table approval.action (
  instance_id uuid not null,
  seq integer not null,
  task_id uuid,
  actor_id uuid not null,
  on_behalf_of uuid,
  verb text not null,
  opinion text default ''::text not null,
  at timestamp with time zone not null,
  address text default ''::text not null,
  snapshot_hash text not null,
  before text,
  after text,
  detail jsonb default '{}'::jsonb not null,
  constraint action_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES approval.instance(id),
  constraint action_pkey PRIMARY KEY (instance_id, seq)
);

create table approval.cc (
  instance_id uuid not null,
  person_id uuid not null,
  added_by uuid,
  added_at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint cc_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES approval.instance(id),
  constraint cc_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint cc_pkey PRIMARY KEY (instance_id, person_id)
);

create table approval.channel (
  id uuid not null,
  name text not null,
  enabled boolean default true not null,
  kind text not null,
  config jsonb not null,
  sealed bytea,
  topics text[] default '{}'::text[] not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  changed_by uuid,
  changed_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint channel_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'wecom-app'::text, 'dingtalk-app'::text, 'feishu-app'::text, 'wecom-robot'::text, 'dingtalk-robot'::text, 'feishu-robot'::text, 'sms-gateway'::text]))),
  constraint channel_pkey PRIMARY KEY (id)
);

create table approval.definition (
  id uuid not null,
  key text not null,
  version integer not null,
  form text not null,
  name_zh text not null,
  name_en text not null,
  levels smallint[] default '{}'::smallint[] not null,
  actions text[] default '{}'::text[] not null,
  priority integer default 0 not null,
  body jsonb not null,
  active boolean default true not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  rules jsonb,
  retired_at timestamp with time zone,
  constraint definition_key_version_key UNIQUE (key, version),
  constraint definition_pkey PRIMARY KEY (id)
);

create table approval.delivery_setting (
  id smallint default 1 not null,
  base_url text default ''::text not null,
  hosts text[] default '{}'::text[] not null,
  version integer default 1 not null,
  changed_by uuid,
  changed_at timestamp with time zone default now() not null,
  constraint delivery_setting_id_check CHECK ((id = 1)),
  constraint delivery_setting_pkey PRIMARY KEY (id)
);

create table approval.file (
  id uuid not null,
  instance_id uuid not null,
  kind text not null,
  level smallint not null,
  content_type text not null,
  size bigint not null,
  commitment bytea not null,
  how text,
  added_by uuid not null,
  added_at timestamp with time zone not null,
  constraint file_added_by_fkey FOREIGN KEY (added_by) REFERENCES people.person(id),
  constraint file_check CHECK (((kind = 'signature'::text) = (how IS NOT NULL))),
  constraint file_how_check CHECK ((how = ANY (ARRAY['drawn'::text, 'typed'::text]))),
  constraint file_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES approval.instance(id),
  constraint file_kind_check CHECK ((kind = ANY (ARRAY['material'::text, 'signature'::text]))),
  constraint file_pkey PRIMARY KEY (id)
);

create table approval.instance (
  id uuid not null,
  number text,
  form text not null,
  definition_id uuid not null,
  applicant_id uuid not null,
  title_zh text default ''::text not null,
  title_en text default ''::text not null,
  snapshot jsonb not null,
  snapshot_hash text not null,
  level smallint not null,
  action text not null,
  state text not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  finished_at timestamp with time zone,
  urged_at timestamp with time zone,
  urge_count integer default 0 not null,
  plan jsonb,
  rules jsonb,
  about jsonb default '{}'::jsonb not null,
  course jsonb default '{}'::jsonb not null,
  suspended_at timestamp with time zone,
  copy_of uuid,
  parent_id uuid,
  parent_run uuid,
  summary_zh text default ''::text not null,
  summary_en text default ''::text not null,
  constraint instance_applicant_id_fkey FOREIGN KEY (applicant_id) REFERENCES people.person(id),
  constraint instance_copy_of_fkey FOREIGN KEY (copy_of) REFERENCES approval.instance(id),
  constraint instance_definition_id_fkey FOREIGN KEY (definition_id) REFERENCES approval.definition(id),
  constraint instance_number_key UNIQUE (number),
  constraint instance_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES approval.instance(id),
  constraint instance_pkey PRIMARY KEY (id),
  constraint instance_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'running'::text, 'returned'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'terminated'::text, 'expired'::text, 'revoking'::text, 'revoked'::text])))
);

create table approval.node_run (
  id uuid not null,
  instance_id uuid not null,
  step integer not null,
  step_id text not null,
  mode text not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  outcome text,
  branch smallint default 0 not null,
  kind text default 'approval'::text not null,
  voided boolean default false not null,
  child_id uuid,
  constraint node_run_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES approval.instance(id),
  constraint node_run_kind_check CHECK ((kind = ANY (ARRAY['approval'::text, 'revocation'::text]))),
  constraint node_run_pkey PRIMARY KEY (id)
);

create table approval.notice (
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  instance_id uuid,
  link text default ''::text not null,
  "values" jsonb default '{}'::jsonb not null,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint notice_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint notice_pkey PRIMARY KEY (id)
);

create table approval.notice_choice (
  person_id uuid not null,
  language text not null,
  topics jsonb not null,
  quiet_from smallint,
  quiet_until smallint,
  digest_hour smallint not null,
  changed_at timestamp with time zone not null,
  constraint notice_choice_check CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  constraint notice_choice_digest_hour_check CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
  constraint notice_choice_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
  constraint notice_choice_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint notice_choice_pkey PRIMARY KEY (person_id),
  constraint notice_choice_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 1439))),
  constraint notice_choice_quiet_until_check CHECK (((quiet_until >= 0) AND (quiet_until <= 1439)))
);

create table approval.number_series (
  kind text not null,
  year integer not null,
  next integer default 1 not null,
  constraint number_series_pkey PRIMARY KEY (kind, year)
);

create table approval.outbox (
  id uuid not null,
  channel_id uuid,
  link_id uuid,
  person_id uuid,
  kind text not null,
  content jsonb not null,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  reason text,
  locked_until timestamp with time zone,
  once text,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  receipt text,
  constraint outbox_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES approval.channel(id),
  constraint outbox_check CHECK ((num_nonnulls(channel_id, link_id) = 1)),
  constraint outbox_link_id_fkey FOREIGN KEY (link_id) REFERENCES approval.outside_link(id),
  constraint outbox_once_key UNIQUE (once),
  constraint outbox_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'dead'::text, 'dropped'::text])))
);

create table approval.outside_asked (
  link_id uuid not null,
  instance_id uuid not null,
  at timestamp with time zone not null,
  constraint outside_asked_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES approval.instance(id),
  constraint outside_asked_link_id_fkey FOREIGN KEY (link_id) REFERENCES approval.outside_link(id),
  constraint outside_asked_pkey PRIMARY KEY (link_id, instance_id)
);

create table approval.outside_link (
  id uuid not null,
  name text not null,
  enabled boolean default true not null,
  url text not null,
  events text[] default '{}'::text[] not null,
  may_start boolean default false not null,
  may_decide boolean default false not null,
  decide_up_to smallint default 1 not null,
  users jsonb default '{}'::jsonb not null,
  sealed bytea not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  changed_by uuid,
  changed_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  system text,
  constraint outside_link_decide_up_to_check CHECK (((decide_up_to >= 0) AND (decide_up_to <= 9))),
  constraint outside_link_pkey PRIMARY KEY (id)
);

create table approval.outside_nonce (
  link_id uuid not null,
  nonce text not null,
  at timestamp with time zone not null,
  constraint outside_nonce_link_id_fkey FOREIGN KEY (link_id) REFERENCES approval.outside_link(id),
  constraint outside_nonce_pkey PRIMARY KEY (link_id, nonce)
);

create table approval.outside_start (
  link_id uuid not null,
  reference text not null,
  instance_id uuid,
  number text,
  at timestamp with time zone not null,
  constraint outside_start_link_id_fkey FOREIGN KEY (link_id) REFERENCES approval.outside_link(id),
  constraint outside_start_pkey PRIMARY KEY (link_id, reference)
);

create table approval.outside_wish (
  id uuid not null,
  link_id uuid not null,
  instance_id uuid not null,
  task_id uuid not null,
  person_id uuid not null,
  decision text not null,
  opinion text default ''::text not null,
  snapshot_hash text not null,
  asked_at timestamp with time zone not null,
  state text default 'open'::text not null,
  answered_at timestamp with time zone,
  constraint outside_wish_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text, 'return'::text]))),
  constraint outside_wish_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES approval.instance(id),
  constraint outside_wish_link_id_fkey FOREIGN KEY (link_id) REFERENCES approval.outside_link(id),
  constraint outside_wish_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint outside_wish_pkey PRIMARY KEY (id),
  constraint outside_wish_state_check CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'dropped'::text])))
);

create table approval.proxy (
  id uuid not null,
  principal_id uuid not null,
  proxy_id uuid not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  reason text default ''::text not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  swept_at timestamp with time zone,
  constraint proxy_check CHECK ((until_at > from_at)),
  constraint proxy_check1 CHECK ((principal_id <> proxy_id)),
  constraint proxy_pkey PRIMARY KEY (id),
  constraint proxy_principal_id_fkey FOREIGN KEY (principal_id) REFERENCES people.person(id),
  constraint proxy_proxy_id_fkey FOREIGN KEY (proxy_id) REFERENCES people.person(id)
);

create table approval.task (
  id uuid not null,
  instance_id uuid not null,
  run_id uuid not null,
  assignee_id uuid not null,
  origin text default 'step'::text not null,
  from_task_id uuid,
  from_person_id uuid,
  state text not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone,
  reminded_at timestamp with time zone,
  escalated_at timestamp with time zone,
  viewed_at timestamp with time zone,
  decided_at timestamp with time zone,
  on_behalf_of uuid,
  under_task_id uuid,
  under_as text,
  under_mode text,
  weight integer default 1 not null,
  group_label text,
  place integer default 0 not null,
  reminders smallint default 0 not null,
  claimed_at timestamp with time zone,
  asked_at timestamp with time zone,
  answered_at timestamp with time zone,
  draft_opinion text default ''::text not null,
  decided_hash text,
  voided boolean default false not null,
  signature_id uuid,
  constraint task_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES people.person(id),
  constraint task_instance_id_fkey FOREIGN KEY (instance_id) REFERENCES approval.instance(id),
  constraint task_on_behalf_of_fkey FOREIGN KEY (on_behalf_of) REFERENCES people.person(id),
  constraint task_pkey PRIMARY KEY (id),
  constraint task_run_id_fkey FOREIGN KEY (run_id) REFERENCES approval.node_run(id),
  constraint task_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'waiting'::text, 'todo'::text, 'approving'::text, 'delegated'::text, 'approved'::text, 'rejected'::text, 'returned'::text, 'transferred'::text, 'advised'::text, 'closed'::text, 'skipped'::text, 'cancelled'::text, 'expired'::text])))
);

create table collection.basis_declaration (
  id uuid not null,
  legal_basis text not null,
  reason text not null,
  files integer not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  outcome text,
  changed integer,
  constraint basis_declaration_check CHECK (((decided_by IS NULL) = (outcome IS NULL))),
  constraint basis_declaration_check1 CHECK ((decided_by <> proposed_by)),
  constraint basis_declaration_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint basis_declaration_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'declined'::text]))),
  constraint basis_declaration_pkey PRIMARY KEY (id),
  constraint basis_declaration_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint basis_declaration_reason_check CHECK (((char_length(reason) >= 4) AND (char_length(reason) <= 500)))
);

create table collection.basis_declaration_file (
  declaration_id uuid not null,
  customer_id uuid not null,
  constraint basis_declaration_file_declaration_id_fkey FOREIGN KEY (declaration_id) REFERENCES collection.basis_declaration(id),
  constraint basis_declaration_file_pkey PRIMARY KEY (declaration_id, customer_id)
);

create table collection.consent (
  customer_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  notice_hash text not null,
  items jsonb not null,
  purposes text[] not null,
  channel text not null,
  given_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  operator_id uuid,
  evidence text,
  shown_hash text not null,
  minor boolean not null,
  guardian_level smallint,
  guardian_sealed bytea,
  expires_at timestamp with time zone,
  content_hash text not null,
  constraint consent_channel_check CHECK ((channel = ANY (ARRAY['web'::text, 'paper'::text, 'sms'::text, 'wechat'::text, 'spoken'::text, 'counter'::text]))),
  constraint consent_check CHECK (((NOT minor) OR (guardian_sealed IS NOT NULL))),
  constraint consent_check1 CHECK ((given_at <= (recorded_at + '00:05:00'::interval))),
  constraint consent_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES people.person(id),
  constraint consent_pkey PRIMARY KEY (customer_id, id),
  constraint consent_shown_hash_fkey FOREIGN KEY (shown_hash) REFERENCES collection.consent_text(hash),
  constraint consent_version_id_fkey FOREIGN KEY (version_id) REFERENCES collection.notice_version(id)
);

create table collection.consent_backlog_day (
  day date not null,
  missing integer not null,
  of_files integer not null,
  old_version integer not null,
  constraint consent_backlog_day_pkey PRIMARY KEY (day)
);

create table collection.consent_end (
  customer_id uuid not null,
  id uuid not null,
  keys text[] not null,
  channel text not null,
  at timestamp with time zone not null,
  from_at timestamp with time zone not null,
  operator_id uuid,
  evidence text,
  content_hash text not null,
  constraint consent_end_channel_check CHECK ((channel = ANY (ARRAY['web'::text, 'paper'::text, 'sms'::text, 'wechat'::text, 'spoken'::text, 'counter'::text]))),
  constraint consent_end_keys_check CHECK (((cardinality(keys) >= 1) AND (cardinality(keys) <= 60))),
  constraint consent_end_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES people.person(id),
  constraint consent_end_pkey PRIMARY KEY (customer_id, id)
);

create table collection.consent_link (
  id uuid not null,
  customer_id uuid not null,
  kind text not null,
  secret_hash bytea not null,
  version_id uuid,
  minor boolean default false not null,
  made_by uuid,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint consent_link_kind_check CHECK ((kind = ANY (ARRAY['receipt'::text, 'invitation'::text, 'code'::text]))),
  constraint consent_link_made_by_fkey FOREIGN KEY (made_by) REFERENCES people.person(id),
  constraint consent_link_pkey PRIMARY KEY (id),
  constraint consent_link_secret_hash_check CHECK ((octet_length(secret_hash) = 32)),
  constraint consent_link_secret_hash_key UNIQUE (secret_hash),
  constraint consent_link_version_id_fkey FOREIGN KEY (version_id) REFERENCES collection.notice_version(id)
);

create table collection.consent_text (
  hash text not null,
  version_id uuid not null,
  language text not null,
  text text not null,
  kept_at timestamp with time zone not null,
  constraint consent_text_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint consent_text_language_check CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
  constraint consent_text_pkey PRIMARY KEY (hash),
  constraint consent_text_version_id_fkey FOREIGN KEY (version_id) REFERENCES collection.notice_version(id)
);

create table collection.consent_told (
  customer_id uuid not null,
  end_id uuid not null,
  what text not null,
  what_id uuid not null,
  raised_at timestamp with time zone not null,
  told_at timestamp with time zone,
  told_by uuid,
  constraint consent_told_pkey PRIMARY KEY (customer_id, end_id, what, what_id),
  constraint consent_told_told_by_fkey FOREIGN KEY (told_by) REFERENCES people.person(id),
  constraint consent_told_what_check CHECK ((what = ANY (ARRAY['export'::text, 'grant'::text])))
);

create table collection.correction (
  id uuid not null,
  customer_id uuid not null,
  field_id smallint not null,
  level smallint not null,
  sealed bytea not null,
  file_version integer not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  owner_id uuid not null,
  state text default 'open'::text not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  decision text,
  constraint correction_field_id_fkey FOREIGN KEY (field_id) REFERENCES custody.field(id),
  constraint correction_pkey PRIMARY KEY (id),
  constraint correction_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text, 'void'::text])))
);

create table collection.customer_code (
  id uuid not null,
  customer_id uuid,
  address_hash bytea not null,
  code_hash bytea not null,
  purpose text not null,
  tries integer default 0 not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint customer_code_pkey PRIMARY KEY (id)
);

create table collection.delivery_day (
  account_id uuid not null,
  day date not null,
  system text not null,
  rows integer default 0 not null,
  created integer default 0 not null,
  changed integer default 0 not null,
  unchanged integer default 0 not null,
  refused integer default 0 not null,
  mistaken integer default 0 not null,
  last_at timestamp with time zone not null,
  constraint delivery_day_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.service_account(person_id),
  constraint delivery_day_pkey PRIMARY KEY (account_id, day)
);

create table collection.delivery_key (
  account_id uuid not null,
  key text not null,
  content bytea not null,
  reply jsonb,
  at timestamp with time zone not null,
  constraint delivery_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.service_account(person_id),
  constraint delivery_key_pkey PRIMARY KEY (account_id, key)
);

create table collection.delivery_problem (
  account_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  "row" integer,
  reason text not null,
  field text default ''::text not null,
  constraint delivery_problem_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.service_account(person_id),
  constraint delivery_problem_pkey PRIMARY KEY (account_id, id)
);

create table collection.delivery_reason (
  account_id uuid not null,
  day date not null,
  reason text not null,
  times integer not null,
  constraint delivery_reason_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.service_account(person_id),
  constraint delivery_reason_pkey PRIMARY KEY (account_id, day, reason)
);

create table collection.duplicate (
  id uuid not null,
  import_id uuid,
  customer_id uuid not null,
  other_id uuid not null,
  reason text not null,
  state text default 'open'::text not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  merge_id uuid,
  found_at timestamp with time zone default now() not null,
  constraint duplicate_import_id_fkey FOREIGN KEY (import_id) REFERENCES collection.import(id),
  constraint duplicate_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES custody.merge(id),
  constraint duplicate_pkey PRIMARY KEY (id),
  constraint duplicate_state_check CHECK ((state = ANY (ARRAY['open'::text, 'merged'::text, 'kept'::text])))
);

create table collection.form (
  id uuid not null,
  code text not null,
  name text not null,
  draft jsonb not null,
  draft_revision integer default 1 not null,
  responsible_id uuid,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint form_code_check CHECK ((code ~ '^[A-HJKMNP-TV-Z2-9]{10}$'::text)),
  constraint form_code_key UNIQUE (code),
  constraint form_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint form_name_check CHECK ((name <> ''::text)),
  constraint form_pkey PRIMARY KEY (id),
  constraint form_responsible_id_fkey FOREIGN KEY (responsible_id) REFERENCES people.person(id)
);

create table collection.form_version (
  id uuid not null,
  form_id uuid not null,
  number integer not null,
  body jsonb not null,
  hash text not null,
  published_by uuid not null,
  published_at timestamp with time zone not null,
  constraint form_version_form_id_fkey FOREIGN KEY (form_id) REFERENCES collection.form(id),
  constraint form_version_form_id_number_key UNIQUE (form_id, number),
  constraint form_version_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint form_version_pkey PRIMARY KEY (id),
  constraint form_version_published_by_fkey FOREIGN KEY (published_by) REFERENCES people.person(id)
);

create table collection.import (
  id uuid not null,
  batch_id uuid,
  file_name text not null,
  file_sha256 text not null,
  stored_path text not null,
  size bigint not null,
  state text not null,
  preview jsonb,
  options jsonb,
  progress jsonb default '{}'::jsonb not null,
  result jsonb,
  error jsonb,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint import_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES custody.batch(id),
  constraint import_pkey PRIMARY KEY (id),
  constraint import_state_check CHECK ((state = ANY (ARRAY['uploaded'::text, 'checked'::text, 'running'::text, 'paused'::text, 'finished'::text, 'failed'::text, 'cancelled'::text])))
);

create table collection.import_error (
  import_id uuid not null,
  seq bigint generated always as identity not null,
  sheet text not null,
  "row" integer not null,
  column_name text default ''::text not null,
  code text not null,
  level text default 'error'::text not null,
  "values" jsonb default '{}'::jsonb not null,
  constraint import_error_import_id_fkey FOREIGN KEY (import_id) REFERENCES collection.import(id),
  constraint import_error_pkey PRIMARY KEY (import_id, seq)
);

create table collection.import_mark (
  import_id uuid not null,
  n integer not null,
  sheet text not null,
  to_row integer not null,
  customers integer not null,
  at timestamp with time zone not null,
  constraint import_mark_import_id_fkey FOREIGN KEY (import_id) REFERENCES collection.import(id),
  constraint import_mark_pkey PRIMARY KEY (import_id, n)
);

create table collection.notice (
  id uuid not null,
  code text not null,
  name text not null,
  draft jsonb not null,
  draft_revision integer default 1 not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint notice_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'::text)),
  constraint notice_code_key UNIQUE (code),
  constraint notice_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint notice_pkey PRIMARY KEY (id)
);

create table collection.notice_version (
  id uuid not null,
  notice_id uuid not null,
  number integer not null,
  body jsonb not null,
  hash text not null,
  asks_anew boolean not null,
  valid_months integer,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  state text default 'proposed'::text not null,
  replaced_at timestamp with time zone,
  constraint notice_version_check CHECK (((state = 'proposed'::text) = (decided_by IS NULL))),
  constraint notice_version_check1 CHECK ((decided_by <> proposed_by)),
  constraint notice_version_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint notice_version_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  constraint notice_version_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES collection.notice(id),
  constraint notice_version_notice_id_number_key UNIQUE (notice_id, number),
  constraint notice_version_pkey PRIMARY KEY (id),
  constraint notice_version_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint notice_version_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'published'::text, 'declined'::text, 'replaced'::text, 'closed'::text]))),
  constraint notice_version_valid_months_check CHECK (((valid_months >= 1) AND (valid_months <= 240)))
);

create table collection.origin (
  customer_id uuid not null,
  id uuid not null,
  fields smallint[] not null,
  kind text not null,
  source_id uuid,
  batch_id uuid,
  notice_version_id uuid,
  purposes text[] default '{}'::text[] not null,
  legal_basis text not null,
  until timestamp with time zone,
  actor_id uuid not null,
  at timestamp with time zone not null,
  constraint origin_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES custody.batch(id),
  constraint origin_pkey PRIMARY KEY (customer_id, id),
  constraint origin_source_id_fkey FOREIGN KEY (source_id) REFERENCES collection.source(id)
);

create table collection.purpose (
  code text not null,
  zh text not null,
  en text not null,
  sort integer default 0 not null,
  closed_at timestamp with time zone,
  legal_basis text default 'contract'::text not null,
  notice_code text,
  retention_months integer,
  afterwards text default 'delete'::text not null,
  roles text[] default '{}'::text[] not null,
  departments uuid[] default '{}'::uuid[] not null,
  note text default ''::text not null,
  version integer default 1 not null,
  changed_at timestamp with time zone,
  marketing boolean default false not null,
  constraint purpose_afterwards_check CHECK ((afterwards = ANY (ARRAY['delete'::text, 'anonymise'::text, 'restrict'::text]))),
  constraint purpose_legal_basis_check CHECK ((legal_basis = ANY (ARRAY['consent'::text, 'contract'::text, 'statutory-duty'::text, 'emergency'::text, 'public-interest-reporting'::text, 'already-public'::text, 'other-law'::text, 'no-personal-data'::text]))),
  constraint purpose_pkey PRIMARY KEY (code),
  constraint purpose_retention_months_check CHECK (((retention_months >= 1) AND (retention_months <= 1200))),
  constraint purpose_version_check CHECK ((version > 0))
);

create table collection.purpose_change (
  id uuid not null,
  purpose text not null,
  base integer not null,
  content jsonb not null,
  before jsonb,
  widens text[] default '{}'::text[] not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  outcome text,
  constraint purpose_change_base_check CHECK ((base >= 0)),
  constraint purpose_change_check CHECK (((decided_at IS NULL) = (outcome IS NULL))),
  constraint purpose_change_check1 CHECK (((outcome <> ALL (ARRAY['confirmed'::text, 'declined'::text])) OR (decided_by <> proposed_by))),
  constraint purpose_change_check2 CHECK (((outcome IS DISTINCT FROM 'held'::text) OR (widens = '{}'::text[]))),
  constraint purpose_change_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint purpose_change_outcome_check CHECK ((outcome = ANY (ARRAY['held'::text, 'confirmed'::text, 'declined'::text, 'withdrawn'::text, 'replaced'::text]))),
  constraint purpose_change_pkey PRIMARY KEY (id),
  constraint purpose_change_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id)
);

create table collection.purpose_field (
  purpose text not null,
  field_id smallint not null,
  constraint purpose_field_field_id_fkey FOREIGN KEY (field_id) REFERENCES custody.field(id),
  constraint purpose_field_pkey PRIMARY KEY (purpose, field_id),
  constraint purpose_field_purpose_fkey FOREIGN KEY (purpose) REFERENCES collection.purpose(code)
);

create table collection.purpose_register (
  id smallint default 1 not null,
  version integer default 1 not null,
  constraint purpose_register_id_check CHECK ((id = 1)),
  constraint purpose_register_pkey PRIMARY KEY (id)
);

create table collection.quality (
  day date not null,
  department_id uuid not null,
  files integer not null,
  wanted bigint not null,
  missing bigint not null,
  held bigint not null,
  unfit bigint not null,
  doubled integer not null,
  stale integer not null,
  constraint quality_pkey PRIMARY KEY (day, department_id)
);

create table collection.quarantine (
  batch_id uuid not null,
  number text not null,
  import_id uuid not null,
  source_id uuid not null,
  source_version integer not null,
  source_hash text not null,
  importer_id uuid not null,
  customers integer not null,
  level smallint not null,
  legal_basis text not null,
  file_hash text not null,
  state text default 'waiting'::text not null,
  report jsonb default '{}'::jsonb not null,
  conflicts integer,
  verifier_id uuid,
  taken_at timestamp with time zone,
  seed text,
  sample_size integer,
  most_bad integer,
  checklist jsonb default '{}'::jsonb not null,
  content_hash text,
  instance_id uuid,
  proposal text,
  arrived_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  decided_at timestamp with time zone,
  constraint quarantine_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES custody.batch(id),
  constraint quarantine_check CHECK (((verifier_id IS NULL) OR (verifier_id <> importer_id))),
  constraint quarantine_check1 CHECK (((state <> ALL (ARRAY['checking'::text, 'submitted'::text, 'released'::text])) OR (verifier_id IS NOT NULL))),
  constraint quarantine_import_id_fkey FOREIGN KEY (import_id) REFERENCES collection.import(id),
  constraint quarantine_import_id_key UNIQUE (import_id),
  constraint quarantine_importer_id_fkey FOREIGN KEY (importer_id) REFERENCES people.person(id),
  constraint quarantine_number_key UNIQUE (number),
  constraint quarantine_pkey PRIMARY KEY (batch_id),
  constraint quarantine_proposal_check CHECK ((proposal = ANY (ARRAY['release'::text, 'reject'::text]))),
  constraint quarantine_source_id_fkey FOREIGN KEY (source_id) REFERENCES collection.source(id),
  constraint quarantine_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'checking'::text, 'submitted'::text, 'released'::text, 'rejected'::text]))),
  constraint quarantine_verifier_id_fkey FOREIGN KEY (verifier_id) REFERENCES people.person(id)
);

create table collection.quarantine_conflict (
  batch_id uuid not null,
  n integer not null,
  customer_id uuid not null,
  other_id uuid not null,
  what text not null,
  constraint quarantine_conflict_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES collection.quarantine(batch_id),
  constraint quarantine_conflict_pkey PRIMARY KEY (batch_id, n),
  constraint quarantine_conflict_what_check CHECK ((what = ANY (ARRAY['known'::text, 'name-differs'::text, 'identifier-differs'::text])))
);

create table collection.quarantine_item (
  batch_id uuid not null,
  n integer not null,
  customer_id uuid not null,
  opened integer default 0 not null,
  verdict text,
  note text default ''::text not null,
  judged_at timestamp with time zone,
  constraint quarantine_item_batch_id_customer_id_key UNIQUE (batch_id, customer_id),
  constraint quarantine_item_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES collection.quarantine(batch_id),
  constraint quarantine_item_pkey PRIMARY KEY (batch_id, n),
  constraint quarantine_item_verdict_check CHECK ((verdict = ANY (ARRAY['ok'::text, 'bad'::text])))
);

create table collection.quarantine_series (
  year integer not null,
  next integer not null,
  constraint quarantine_series_pkey PRIMARY KEY (year)
);

create table collection.quarantine_setting (
  id smallint default 1 not null,
  bad_permille integer default 10 not null,
  sample_least integer default 2 not null,
  more_points jsonb default '[]'::jsonb not null,
  changed_by uuid,
  changed_at timestamp with time zone,
  constraint quarantine_setting_bad_permille_check CHECK (((bad_permille >= 0) AND (bad_permille <= 50))),
  constraint quarantine_setting_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES people.person(id),
  constraint quarantine_setting_id_check CHECK ((id = 1)),
  constraint quarantine_setting_pkey PRIMARY KEY (id),
  constraint quarantine_setting_sample_least_check CHECK (((sample_least >= 2) AND (sample_least <= 2000)))
);

create table collection.reference (
  system text not null,
  key bytea not null,
  customer_id uuid not null,
  sent bytea not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint reference_pkey PRIMARY KEY (system, key)
);

create table collection.reference_token (
  system text not null,
  customer_id uuid not null,
  token bytea not null,
  made_at timestamp with time zone not null,
  constraint reference_token_pkey PRIMARY KEY (system, customer_id),
  constraint reference_token_token_key UNIQUE (token)
);

create table collection.source (
  id uuid not null,
  name text not null,
  kind text not null,
  legal_basis text not null,
  note text default ''::text not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  state text default 'usable'::text not null,
  version integer default 1 not null,
  provider text default ''::text not null,
  credit_code text default ''::text not null,
  contact text default ''::text not null,
  contract_no text default ''::text not null,
  contract_from date,
  contract_until date,
  authority text default ''::text not null,
  purposes text[] default '{}'::text[] not null,
  field_ids smallint[] default '{}'::smallint[] not null,
  valid_from date,
  valid_until date,
  responsible_id uuid,
  on_expiry text default 'keep'::text not null,
  content_hash text default ''::text not null,
  checked_by uuid,
  checked_at timestamp with time zone,
  opened_by uuid,
  opened_at timestamp with time zone,
  constraint source_check CHECK (((opened_by IS NULL) OR (opened_by <> checked_by))),
  constraint source_check1 CHECK ((valid_until >= valid_from)),
  constraint source_checked_by_fkey FOREIGN KEY (checked_by) REFERENCES people.person(id),
  constraint source_kind_check CHECK ((kind = ANY (ARRAY['direct'::text, 'partner'::text, 'public'::text, 'legacy'::text]))),
  constraint source_name_key UNIQUE (name),
  constraint source_on_expiry_check CHECK ((on_expiry = ANY (ARRAY['keep'::text, 'freeze'::text]))),
  constraint source_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES people.person(id),
  constraint source_pkey PRIMARY KEY (id),
  constraint source_responsible_id_fkey FOREIGN KEY (responsible_id) REFERENCES people.person(id),
  constraint source_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'checked'::text, 'usable'::text, 'expired'::text, 'withdrawn'::text])))
);

create table collection.source_file (
  id uuid not null,
  source_id uuid not null,
  kind text not null,
  level smallint not null,
  content_type text not null,
  size integer not null,
  sha256 text not null,
  commitment bytea not null,
  added_by uuid not null,
  added_at timestamp with time zone not null,
  constraint source_file_added_by_fkey FOREIGN KEY (added_by) REFERENCES people.person(id),
  constraint source_file_kind_check CHECK ((kind = ANY (ARRAY['contract'::text, 'authority'::text]))),
  constraint source_file_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint source_file_pkey PRIMARY KEY (id),
  constraint source_file_source_id_fkey FOREIGN KEY (source_id) REFERENCES collection.source(id)
);

create table collection.source_freeze (
  id uuid not null,
  source_id uuid not null,
  kind text not null,
  reason text not null,
  state text default 'waiting'::text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint source_freeze_check CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by))),
  constraint source_freeze_check1 CHECK (((state = 'waiting'::text) = (decided_by IS NULL))),
  constraint source_freeze_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint source_freeze_kind_check CHECK ((kind = ANY (ARRAY['freeze'::text, 'lift'::text]))),
  constraint source_freeze_pkey PRIMARY KEY (id),
  constraint source_freeze_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint source_freeze_source_id_fkey FOREIGN KEY (source_id) REFERENCES collection.source(id),
  constraint source_freeze_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'refused'::text])))
);

create table collection.source_step (
  source_id uuid not null,
  n integer not null,
  step text not null,
  version integer not null,
  content jsonb not null,
  content_hash text not null,
  note text default ''::text not null,
  actor_id uuid,
  at timestamp with time zone not null,
  constraint source_step_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES people.person(id),
  constraint source_step_pkey PRIMARY KEY (source_id, n),
  constraint source_step_source_id_fkey FOREIGN KEY (source_id) REFERENCES collection.source(id)
);

create table collection.spent_challenge (
  id uuid not null,
  until timestamp with time zone not null,
  constraint spent_challenge_pkey PRIMARY KEY (id)
);

create table collection.submission (
  id uuid not null,
  form_id uuid not null,
  version_id uuid not null,
  customer_id uuid not null,
  batch_id uuid,
  channel text not null,
  responsible_id uuid not null,
  operator_id uuid,
  receipt_hash bytea not null,
  notice_version_id uuid not null,
  notice_hash text not null,
  fields smallint[] not null,
  files integer default 0 not null,
  signature_hash text,
  at timestamp with time zone not null,
  state text default 'new'::text not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint submission_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES custody.batch(id),
  constraint submission_channel_check CHECK ((channel = ANY (ARRAY['web'::text, 'counter'::text]))),
  constraint submission_check CHECK (((state = 'new'::text) = (decided_at IS NULL))),
  constraint submission_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint submission_form_id_fkey FOREIGN KEY (form_id) REFERENCES collection.form(id),
  constraint submission_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES people.person(id),
  constraint submission_pkey PRIMARY KEY (id),
  constraint submission_receipt_hash_check CHECK ((octet_length(receipt_hash) = 32)),
  constraint submission_receipt_hash_key UNIQUE (receipt_hash),
  constraint submission_responsible_id_fkey FOREIGN KEY (responsible_id) REFERENCES people.person(id),
  constraint submission_state_check CHECK ((state = ANY (ARRAY['new'::text, 'accepted'::text, 'rejected'::text]))),
  constraint submission_version_id_fkey FOREIGN KEY (version_id) REFERENCES collection.form_version(id)
);

create table collection.template (
  id uuid not null,
  name text not null,
  headers text[] not null,
  mapping jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint template_name_key UNIQUE (name),
  constraint template_pkey PRIMARY KEY (id)
);

create table collection.tidying (
  customer_id uuid not null,
  entered_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  assignee_id uuid,
  defects text[] not null,
  checked_at timestamp with time zone not null,
  state text default 'open'::text not null,
  postponed integer default 0 not null,
  postpone_reason text,
  tidied_at timestamp with time zone,
  tidied_by uuid,
  explained text,
  constraint tidying_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES people.person(id),
  constraint tidying_pkey PRIMARY KEY (customer_id),
  constraint tidying_state_check CHECK ((state = ANY (ARRAY['open'::text, 'tidy'::text])))
);

create table collection.tidying_setting (
  id boolean default true not null,
  due_days integer default 5 not null,
  postpone_most integer default 20 not null,
  confirm_days integer default 10 not null,
  undo_days integer default 30 not null,
  swept_to timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  paired_to timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null,
  version integer default 1 not null,
  constraint tidying_setting_confirm_days_check CHECK (((confirm_days >= 1) AND (confirm_days <= 60))),
  constraint tidying_setting_due_days_check CHECK (((due_days >= 1) AND (due_days <= 60))),
  constraint tidying_setting_id_check CHECK (id),
  constraint tidying_setting_pkey PRIMARY KEY (id),
  constraint tidying_setting_postpone_most_check CHECK (((postpone_most >= 1) AND (postpone_most <= 120))),
  constraint tidying_setting_undo_days_check CHECK (((undo_days >= 0) AND (undo_days <= 365)))
);

create table custody.attachment (
  customer_id uuid not null,
  id uuid not null,
  level smallint not null,
  title_sealed bytea not null,
  content_type text not null,
  size bigint not null,
  path text not null,
  commitment bytea not null,
  added_by uuid not null,
  added_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  removed_by uuid,
  constraint attachment_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint attachment_pkey PRIMARY KEY (customer_id, id)
);

create table custody.batch (
  id uuid not null,
  created_at timestamp with time zone not null,
  released_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  source_id uuid,
  purposes text[] default '{}'::text[] not null,
  legal_basis text,
  verify_first boolean default false not null,
  tidied_at timestamp with time zone,
  collection_level smallint,
  customers integer,
  constraint batch_pkey PRIMARY KEY (id)
);

create table custody.change (
  customer_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_id uuid not null,
  kind text not null,
  fields smallint[] default '{}'::smallint[] not null,
  instance_id uuid,
  detail jsonb default '{}'::jsonb not null,
  constraint change_pkey PRIMARY KEY (customer_id, id)
);

create table custody.customer (
  id uuid not null,
  file_no text not null,
  kind text not null,
  level smallint not null,
  owner_id uuid,
  department_id uuid,
  batch_id uuid,
  source_id uuid,
  legal_basis text not null,
  status text default 'active'::text not null,
  merged_into uuid,
  fields smallint[] default '{}'::smallint[] not null,
  marketing_refused boolean default false not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer default 1 not null,
  barred jsonb default '{}'::jsonb not null,
  consent text,
  consent_version uuid,
  borrowed jsonb,
  type_code text,
  category_code text,
  unfit smallint[] default '{}'::smallint[] not null,
  confirmed_at timestamp with time zone,
  parts_level smallint default 0 not null,
  constraint customer_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES custody.batch(id),
  constraint customer_category_code_fkey FOREIGN KEY (category_code) REFERENCES custody.file_category(code),
  constraint customer_file_no_key UNIQUE (file_no),
  constraint customer_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'company'::text]))),
  constraint customer_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint customer_pkey PRIMARY KEY (id),
  constraint customer_status_check CHECK ((status = ANY (ARRAY['active'::text, 'restricted'::text, 'merged'::text, 'erased'::text]))),
  constraint customer_type_code_fkey FOREIGN KEY (type_code) REFERENCES custody.customer_type(code)
);

create table custody.customer_type (
  code text not null,
  zh text not null,
  en text not null,
  applies_to text default 'both'::text not null,
  number_code text not null,
  required text[] default '{}'::text[] not null,
  stale_months integer,
  sort integer default 0 not null,
  retired_at timestamp with time zone,
  version integer default 1 not null,
  constraint customer_type_applies_to_check CHECK ((applies_to = ANY (ARRAY['person'::text, 'company'::text, 'both'::text]))),
  constraint customer_type_pkey PRIMARY KEY (code),
  constraint customer_type_stale_months_check CHECK (((stale_months >= 1) AND (stale_months <= 120)))
);

create table custody.document (
  customer_id uuid not null,
  attachment_id uuid not null,
  level smallint not null,
  state text default 'waiting'::text not null,
  problem text,
  kind text not null,
  pages integer,
  characters integer,
  truncated boolean default false not null,
  by_picture integer default 0 not null,
  scanned text not null,
  has_macros boolean default false not null,
  mismatch text,
  found jsonb default '{}'::jsonb not null,
  suggested_level smallint,
  flagged_at timestamp with time zone,
  settled_by uuid,
  settled_at timestamp with time zone,
  text_sealed bytea,
  progress_done integer default 0 not null,
  progress_of integer default 0 not null,
  updated_at timestamp with time zone not null,
  constraint document_customer_id_attachment_id_fkey FOREIGN KEY (customer_id, attachment_id) REFERENCES custody.attachment(customer_id, id),
  constraint document_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint document_pkey PRIMARY KEY (customer_id, attachment_id),
  constraint document_scanned_check CHECK ((scanned = ANY (ARRAY['off'::text, 'clean'::text, 'missed'::text]))),
  constraint document_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'working'::text, 'done'::text, 'none'::text, 'failed'::text])))
);

create table custody.document_setting (
  one boolean default true not null,
  macros text default 'refuse'::text not null,
  scanner_down text default 'refuse'::text not null,
  read_pictures boolean default true not null,
  changed_by uuid,
  changed_at timestamp with time zone,
  constraint document_setting_macros_check CHECK ((macros = ANY (ARRAY['refuse'::text, 'flag'::text]))),
  constraint document_setting_one_check CHECK (one),
  constraint document_setting_pkey PRIMARY KEY (one),
  constraint document_setting_scanner_down_check CHECK ((scanner_down = ANY (ARRAY['refuse'::text, 'flag'::text])))
);

create table custody.document_tokens (
  customer_id uuid not null,
  attachment_id uuid not null,
  level smallint not null,
  tokens integer[] not null,
  constraint document_tokens_pkey PRIMARY KEY (customer_id, attachment_id)
);

create table custody.door_batch (
  id uuid not null,
  file_hash bytea not null,
  imported_by uuid not null,
  imported_at timestamp with time zone not null,
  rows integer not null,
  imported integer not null,
  unknown_people integer not null,
  unknown_doors integer not null,
  bad_lines integer not null,
  repeated integer not null,
  constraint door_batch_file_hash_check CHECK ((octet_length(file_hash) = 32)),
  constraint door_batch_imported_by_fkey FOREIGN KEY (imported_by) REFERENCES people.person(id),
  constraint door_batch_imported_check CHECK ((imported > 0)),
  constraint door_batch_pkey PRIMARY KEY (id)
);

create table custody.door_event (
  id uuid not null,
  batch_id uuid not null,
  person_id uuid,
  room_id uuid not null,
  at timestamp with time zone not null,
  direction text not null,
  line_hash bytea not null,
  constraint door_event_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES custody.door_batch(id),
  constraint door_event_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint door_event_line_hash_check CHECK ((octet_length(line_hash) = 32)),
  constraint door_event_line_hash_key UNIQUE (line_hash),
  constraint door_event_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint door_event_pkey PRIMARY KEY (id),
  constraint door_event_room_id_fkey FOREIGN KEY (room_id) REFERENCES custody.room(id)
);

create table custody.entry (
  id uuid not null,
  room_id uuid not null,
  person_id uuid,
  visit_id uuid,
  escort_id uuid,
  purpose text not null,
  basis text not null,
  entered_at timestamp with time zone not null,
  entered_by uuid not null,
  left_at timestamp with time zone,
  left_by uuid,
  left_noted_at timestamp with time zone,
  remark text default ''::text not null,
  constraint entry_basis_check CHECK ((basis = ANY (ARRAY['keeper'::text, 'standing'::text, 'approved'::text, 'escort'::text, 'visitor'::text]))),
  constraint entry_check CHECK (((basis = 'visitor'::text) = (person_id IS NULL))),
  constraint entry_check1 CHECK (((basis <> 'visitor'::text) OR ((visit_id IS NOT NULL) AND (escort_id IS NOT NULL)))),
  constraint entry_check2 CHECK ((left_at >= entered_at)),
  constraint entry_check3 CHECK (((left_at IS NULL) = (left_by IS NULL))),
  constraint entry_check4 CHECK ((left_noted_at >= left_at)),
  constraint entry_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES people.person(id),
  constraint entry_escort_id_fkey FOREIGN KEY (escort_id) REFERENCES people.person(id),
  constraint entry_left_by_fkey FOREIGN KEY (left_by) REFERENCES people.person(id),
  constraint entry_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint entry_pkey PRIMARY KEY (id),
  constraint entry_room_id_fkey FOREIGN KEY (room_id) REFERENCES custody.room(id),
  constraint entry_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES custody.visit(id)
);

create table custody.entry_reminder (
  entry_id uuid not null,
  day date not null,
  constraint entry_reminder_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES custody.entry(id),
  constraint entry_reminder_pkey PRIMARY KEY (entry_id, day)
);

create table custody.field (
  id smallint generated by default as identity not null,
  code text not null,
  zh text not null,
  en text not null,
  section text not null,
  category text not null,
  level smallint not null,
  sensitive boolean default false not null,
  type text not null,
  mask text not null,
  searchable text default 'none'::text not null,
  applies_to text default 'both'::text not null,
  sort integer default 0 not null,
  retired_at timestamp with time zone,
  version integer default 1 not null,
  constraint field_applies_to_check CHECK ((applies_to = ANY (ARRAY['person'::text, 'company'::text, 'both'::text]))),
  constraint field_category_check CHECK ((category = ANY (ARRAY['basic'::text, 'transaction'::text, 'finance'::text, 'trade-secret'::text, 'technical'::text]))),
  constraint field_code_key UNIQUE (code),
  constraint field_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint field_pkey PRIMARY KEY (id),
  constraint field_searchable_check CHECK ((searchable = ANY (ARRAY['none'::text, 'exact'::text, 'fragment'::text])))
);

create table custody.field_level (
  customer_id uuid not null,
  field_id smallint not null,
  level smallint not null,
  constraint field_level_field_id_fkey FOREIGN KEY (field_id) REFERENCES custody.field(id),
  constraint field_level_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint field_level_pkey PRIMARY KEY (customer_id, field_id)
);

create table custody.file_category (
  code text not null,
  zh text not null,
  en text not null,
  number_code text not null,
  sort integer default 0 not null,
  retired_at timestamp with time zone,
  version integer default 1 not null,
  constraint file_category_pkey PRIMARY KEY (code)
);

create table custody.file_series (
  prefix text not null,
  next integer not null,
  constraint file_series_next_check CHECK ((next > 0)),
  constraint file_series_pkey PRIMARY KEY (prefix)
);

create table custody.frozen_source (
  source_id uuid not null,
  since timestamp with time zone not null,
  constraint frozen_source_pkey PRIMARY KEY (source_id)
);

create table custody.identifier (
  customer_id uuid not null,
  token bigint not null,
  named bigint,
  constraint identifier_pkey PRIMARY KEY (customer_id, token)
);

create table custody.level (
  rank smallint not null,
  zh text not null,
  en text not null,
  tone text not null,
  full_needs text not null,
  secrecy_years integer,
  export_rows_max integer not null,
  open_term text,
  ends_by_itself boolean default false not null,
  rises_at integer,
  constraint level_full_needs_check CHECK ((full_needs = ANY (ARRAY['reason'::text, 'grant'::text]))),
  constraint level_one_term CHECK (((open_term IS NULL) OR (secrecy_years IS NULL))),
  constraint level_open_term_check CHECK ((open_term = ANY (ARRAY['long-term'::text, 'until-published'::text]))),
  constraint level_pkey PRIMARY KEY (rank),
  constraint level_rises_at_check CHECK ((rises_at >= 1))
);

create table custody.level_change (
  instance_id uuid not null,
  customer_id uuid,
  field_id smallint,
  from_level smallint not null,
  to_level smallint not null,
  reason text not null,
  applied_at timestamp with time zone,
  kind text default 'change'::text not null,
  years integer,
  open_term text,
  scope text default ''::text not null,
  scope_departments uuid[] default '{}'::uuid[] not null,
  applied_in xid8,
  constraint level_change_kind_check CHECK ((kind = ANY (ARRAY['classify'::text, 'change'::text, 'declassify'::text, 'ended'::text]))),
  constraint level_change_one_term CHECK (((years IS NULL) OR (open_term IS NULL))),
  constraint level_change_open_term_check CHECK ((open_term = ANY (ARRAY['long-term'::text, 'until-published'::text]))),
  constraint level_change_pkey PRIMARY KEY (instance_id),
  constraint level_change_years_check CHECK (((years >= 1) AND (years <= 30)))
);

create table custody.level_proposal (
  id uuid not null,
  kind text not null,
  content jsonb not null,
  state text default 'waiting'::text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint level_proposal_decided CHECK (((state = 'waiting'::text) = (decided_by IS NULL))),
  constraint level_proposal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint level_proposal_kind_check CHECK ((kind = ANY (ARRAY['ends-by-itself'::text, 'rises-at'::text, 'alarm-steps'::text]))),
  constraint level_proposal_pkey PRIMARY KEY (id),
  constraint level_proposal_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint level_proposal_second_person CHECK ((decided_by <> proposed_by)),
  constraint level_proposal_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'carried-out'::text, 'rejected'::text])))
);

create table custody.level_rule (
  id uuid not null,
  version integer not null,
  name text not null,
  priority integer not null,
  effect text not null,
  condition jsonb not null,
  level smallint,
  category text,
  sensitive boolean default false not null,
  retired boolean default false not null,
  state text not null,
  lowers boolean not null,
  written_by uuid not null,
  written_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint level_rule_category_check CHECK ((category = ANY (ARRAY['basic'::text, 'transaction'::text, 'finance'::text, 'trade-secret'::text, 'technical'::text]))),
  constraint level_rule_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint level_rule_effect_check CHECK ((effect = ANY (ARRAY['at-least'::text, 'exactly'::text]))),
  constraint level_rule_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint level_rule_lowering_confirmed CHECK (((NOT lowers) OR (state <> 'in-force'::text) OR (decided_by IS NOT NULL))),
  constraint level_rule_pkey PRIMARY KEY (id, version),
  constraint level_rule_second_person CHECK ((decided_by <> written_by)),
  constraint level_rule_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'in-force'::text, 'replaced'::text, 'rejected'::text]))),
  constraint level_rule_version_check CHECK ((version >= 1)),
  constraint level_rule_written_by_fkey FOREIGN KEY (written_by) REFERENCES people.person(id)
);

create table custody.level_setting (
  id smallint default 1 not null,
  alarm_steps integer[] default '{25,250,2500}'::integer[] not null,
  review_days integer default 30 not null,
  version integer default 1 not null,
  constraint level_setting_id_check CHECK ((id = 1)),
  constraint level_setting_pkey PRIMARY KEY (id),
  constraint level_setting_review_days_check CHECK (((review_days >= 7) AND (review_days <= 180)))
);

create table custody.level_term (
  id uuid not null,
  customer_id uuid,
  field_id smallint,
  level smallint not null,
  years integer,
  open_term text,
  scope text default ''::text not null,
  scope_departments uuid[] default '{}'::uuid[] not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  instance_id uuid not null,
  fixed_by uuid not null,
  review_raised_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint level_term_ended CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint level_term_field_id_fkey FOREIGN KEY (field_id) REFERENCES custody.field(id),
  constraint level_term_instance_id_key UNIQUE (instance_id),
  constraint level_term_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint level_term_open_ended CHECK (((ends_at IS NULL) = (years IS NULL))),
  constraint level_term_pkey PRIMARY KEY (id),
  constraint level_term_subject CHECK (((customer_id IS NOT NULL) OR (field_id IS NOT NULL)))
);

create table custody.merge (
  id uuid not null,
  stays uuid not null,
  goes uuid not null,
  at timestamp with time zone not null,
  by_id uuid not null,
  stays_version integer not null,
  goes_version integer not null,
  before jsonb not null,
  after_barred jsonb default '{}'::jsonb not null,
  undone_at timestamp with time zone,
  undone_by uuid,
  undone_in xid8,
  constraint merge_pkey PRIMARY KEY (id)
);

create table custody.numbering (
  version integer not null,
  template text not null,
  fonds text not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  constraint numbering_pkey PRIMARY KEY (version)
);

create table custody.paper_part (
  customer_id uuid not null,
  id uuid not null,
  category_code text not null,
  pages integer not null,
  room_id uuid,
  place text not null,
  holder_id uuid,
  level smallint not null,
  filed_at timestamp with time zone not null,
  filed_by uuid not null,
  checked_at timestamp with time zone,
  checked_by uuid,
  removed_at timestamp with time zone,
  removed_by uuid,
  version integer default 1 not null,
  constraint paper_part_category_code_fkey FOREIGN KEY (category_code) REFERENCES custody.file_category(code),
  constraint paper_part_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES people.person(id),
  constraint paper_part_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint paper_part_pages_check CHECK (((pages >= 1) AND (pages <= 100000))),
  constraint paper_part_pkey PRIMARY KEY (customer_id, id),
  constraint paper_part_room_id_fkey FOREIGN KEY (room_id) REFERENCES custody.room(id)
);

create table custody.preview (
  id uuid not null,
  customer_id uuid not null,
  attachment_id uuid not null,
  person_id uuid not null,
  session_id uuid not null,
  purpose text,
  reason_stated boolean not null,
  application_id uuid,
  booked_grant uuid,
  pages integer not null,
  opened_at timestamp with time zone not null,
  until timestamp with time zone not null,
  constraint preview_pkey PRIMARY KEY (id)
);

create table custody.room (
  id uuid not null,
  name text not null,
  kind text not null,
  place text not null,
  keeper_id uuid not null,
  level smallint not null,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  closed_at timestamp with time zone,
  door text,
  constraint room_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint room_door_check CHECK ((door <> ''::text)),
  constraint room_keeper_id_fkey FOREIGN KEY (keeper_id) REFERENCES people.person(id),
  constraint room_kind_check CHECK ((kind = ANY (ARRAY['records'::text, 'server'::text]))),
  constraint room_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint room_pkey PRIMARY KEY (id)
);

create table custody.room_setting (
  id smallint default 1 not null,
  visitor_months integer default 12 not null,
  changed_by uuid,
  changed_at timestamp with time zone,
  constraint room_setting_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES people.person(id),
  constraint room_setting_id_check CHECK ((id = 1)),
  constraint room_setting_pkey PRIMARY KEY (id),
  constraint room_setting_visitor_months_check CHECK (((visitor_months >= 6) AND (visitor_months <= 60)))
);

create table custody.room_standing (
  id uuid not null,
  room_id uuid not null,
  person_id uuid not null,
  until date not null,
  given_by uuid not null,
  given_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint room_standing_check CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint room_standing_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES people.person(id),
  constraint room_standing_given_by_fkey FOREIGN KEY (given_by) REFERENCES people.person(id),
  constraint room_standing_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint room_standing_pkey PRIMARY KEY (id),
  constraint room_standing_room_id_fkey FOREIGN KEY (room_id) REFERENCES custody.room(id)
);

create table custody.sealed_block (
  customer_id uuid not null,
  level smallint not null,
  version integer default 1 not null,
  schema_version integer default 1 not null,
  fields smallint[] not null,
  sealed bytea not null,
  updated_at timestamp with time zone not null,
  constraint sealed_block_pkey PRIMARY KEY (customer_id, level)
);

create table custody.sealed_block_past (
  customer_id uuid not null,
  level smallint not null,
  version integer not null,
  schema_version integer not null,
  fields smallint[] not null,
  sealed bytea not null,
  replaced_at timestamp with time zone not null,
  constraint sealed_block_past_pkey PRIMARY KEY (customer_id, level, version)
);

create table custody.search_tokens (
  customer_id uuid not null,
  tokens integer[] not null,
  constraint search_tokens_pkey PRIMARY KEY (customer_id)
);

create table custody.upload (
  id uuid not null,
  customer_id uuid not null,
  person_id uuid not null,
  level smallint not null,
  size bigint not null,
  part_bytes integer not null,
  fingerprint bytea not null,
  title_sealed bytea not null,
  ending text not null,
  state text default 'receiving'::text not null,
  checked_bytes bigint default 0 not null,
  problem text,
  attachment_id uuid not null,
  begun_at timestamp with time zone not null,
  touched_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint upload_level_fkey FOREIGN KEY (level) REFERENCES custody.level(rank),
  constraint upload_pkey PRIMARY KEY (id),
  constraint upload_size_check CHECK ((size > 0)),
  constraint upload_state_check CHECK ((state = ANY (ARRAY['receiving'::text, 'checking'::text, 'done'::text, 'refused'::text, 'cancelled'::text, 'expired'::text])))
);

create table custody.upload_part (
  upload_id uuid not null,
  index integer not null,
  blob uuid not null,
  size integer not null,
  digest bytea not null,
  constraint upload_part_blob_key UNIQUE (blob),
  constraint upload_part_pkey PRIMARY KEY (upload_id, index),
  constraint upload_part_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES custody.upload(id)
);

create table custody.visit (
  id uuid not null,
  number text not null,
  room_id uuid not null,
  kind text not null,
  applicant_id uuid not null,
  host_id uuid not null,
  escort_id uuid,
  purpose text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  commitment bytea,
  state text default 'waiting'::text not null,
  created_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  opinion text default ''::text not null,
  constraint visit_applicant_id_fkey FOREIGN KEY (applicant_id) REFERENCES people.person(id),
  constraint visit_check CHECK ((ends_at > starts_at)),
  constraint visit_check1 CHECK (((kind = 'employee'::text) OR (escort_id IS NOT NULL))),
  constraint visit_check2 CHECK (((kind = 'visitor'::text) OR (host_id = applicant_id))),
  constraint visit_check3 CHECK (((kind = 'visitor'::text) = (commitment IS NOT NULL))),
  constraint visit_check4 CHECK (((decided_by IS NULL) OR (decided_by <> applicant_id))),
  constraint visit_check5 CHECK (((state <> ALL (ARRAY['approved'::text, 'refused'::text])) OR (decided_by IS NOT NULL))),
  constraint visit_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint visit_escort_id_fkey FOREIGN KEY (escort_id) REFERENCES people.person(id),
  constraint visit_host_id_fkey FOREIGN KEY (host_id) REFERENCES people.person(id),
  constraint visit_kind_check CHECK ((kind = ANY (ARRAY['employee'::text, 'visitor'::text]))),
  constraint visit_number_key UNIQUE (number),
  constraint visit_pkey PRIMARY KEY (id),
  constraint visit_room_id_fkey FOREIGN KEY (room_id) REFERENCES custody.room(id),
  constraint visit_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text])))
);

create table custody.visit_series (
  year integer not null,
  next integer not null,
  constraint visit_series_pkey PRIMARY KEY (year)
);

create table custody.visitor (
  visit_id uuid not null,
  name text not null,
  organisation text not null,
  id_last text not null,
  salt bytea not null,
  constraint visitor_id_last_check CHECK ((id_last ~ '^[0-9Xx]{4}$'::text)),
  constraint visitor_pkey PRIMARY KEY (visit_id),
  constraint visitor_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES custody.visit(id)
);

create table custody.voided_number (
  number text not null,
  customer_id uuid,
  reason text not null,
  note text default ''::text not null,
  voided_by uuid,
  voided_at timestamp with time zone not null,
  constraint voided_number_pkey PRIMARY KEY (number)
);

create table duties.duty (
  id uuid not null,
  kind text not null,
  clause text not null,
  subject text not null,
  owner_id uuid not null,
  due_at timestamp with time zone not null,
  escalates_at timestamp with time zone not null,
  link text not null,
  "values" jsonb default '{}'::jsonb not null,
  raised_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_by uuid,
  evidence text default ''::text not null,
  constraint duty_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.person(id),
  constraint duty_pkey PRIMARY KEY (id)
);

create table duties.reminder (
  duty_id uuid not null,
  stage text not null,
  due_at timestamp with time zone not null,
  person_id uuid not null,
  told_at timestamp with time zone not null,
  constraint reminder_duty_id_fkey FOREIGN KEY (duty_id) REFERENCES duties.duty(id),
  constraint reminder_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint reminder_pkey PRIMARY KEY (duty_id, stage, due_at, person_id)
);

create table house.migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  breaking boolean not null,
  at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (number)
);

create table jobs.job (
  id uuid not null,
  kind text not null,
  payload jsonb default '{}'::jsonb not null,
  run_at timestamp with time zone default now() not null,
  attempts integer default 0 not null,
  max_attempts integer default 8 not null,
  locked_until timestamp with time zone,
  locked_by text,
  finished_at timestamp with time zone,
  failed_at timestamp with time zone,
  last_error text,
  unique_key text,
  constraint job_pkey PRIMARY KEY (id)
);

create table jobs.schedule (
  name text not null,
  cron text not null,
  kind text not null,
  payload jsonb default '{}'::jsonb not null,
  last_due timestamp with time zone,
  constraint schedule_pkey PRIMARY KEY (name)
);

create table keyring.customer_key (
  customer_id uuid not null,
  level smallint not null,
  version integer not null,
  wrapped bytea not null,
  constraint customer_key_pkey PRIMARY KEY (customer_id, level)
);

create table keyring.erasure (
  customer_id uuid not null,
  erased_at timestamp with time zone not null,
  leaf_lane smallint,
  leaf_index bigint,
  constraint erasure_pkey PRIMARY KEY (customer_id)
);

create table keyring.level_key (
  level smallint not null,
  version integer not null,
  wrapped bytea not null,
  created_at timestamp with time zone default now() not null,
  retired_at timestamp with time zone,
  constraint level_key_pkey PRIMARY KEY (level, version)
);

create table keyring.root_check (
  id smallint default 1 not null,
  salt bytea,
  check_value bytea not null,
  kind text not null,
  constraint root_check_id_check CHECK ((id = 1)),
  constraint root_check_pkey PRIMARY KEY (id)
);

create table keyring.signing_key (
  id smallint default 1 not null,
  name text not null,
  sealed bytea not null,
  public bytea not null,
  constraint signing_key_id_check CHECK ((id = 1)),
  constraint signing_key_pkey PRIMARY KEY (id)
);

create table ledger.batch (
  lane smallint not null,
  size bigint not null,
  frontier bytea not null,
  constraint batch_pkey PRIMARY KEY (lane, size)
);

create table ledger.checkpoint (
  lane smallint not null,
  size bigint not null,
  note text not null,
  constraint checkpoint_pkey PRIMARY KEY (lane, size)
);

create table ledger.lane (
  lane smallint not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  constraint lane_name_key UNIQUE (name),
  constraint lane_pkey PRIMARY KEY (lane)
);

create table ledger.leaf (
  lane smallint not null,
  index bigint not null,
  entry text not null,
  constraint leaf_pkey PRIMARY KEY (lane, index)
);

create table ledger.tile (
  lane smallint not null,
  level smallint not null,
  n bigint not null,
  hashes bytea not null,
  constraint tile_pkey PRIMARY KEY (lane, level, n)
);

create table people.account (
  id uuid not null,
  person_id uuid not null,
  sign_in_name text not null,
  password_hash text not null,
  password_history text[] default '{}'::text[] not null,
  password_set_at timestamp with time zone not null,
  must_change boolean default true not null,
  failures integer default 0 not null,
  locked_until timestamp with time zone,
  disabled_at timestamp with time zone,
  last_sign_in_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null,
  must_enrol boolean default false not null,
  factor_due_at timestamp with time zone,
  factor_failures integer default 0 not null,
  factor_locked_until timestamp with time zone,
  password_alone boolean default true not null,
  change_reason text,
  disabled_how text,
  constraint account_disabled_how_check CHECK ((disabled_how = ANY (ARRAY['hand'::text, 'directory'::text, 'left'::text]))),
  constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint account_person_id_key UNIQUE (person_id),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_sign_in_name_key UNIQUE (sign_in_name)
);

create table people.acting_head (
  id uuid not null,
  department_id uuid not null,
  person_id uuid not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  given_by uuid,
  given_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint acting_head_check CHECK ((until_at > from_at)),
  constraint acting_head_department_id_fkey FOREIGN KEY (department_id) REFERENCES people.department(id),
  constraint acting_head_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint acting_head_pkey PRIMARY KEY (id)
);

create table people.appointment (
  id uuid not null,
  number text not null,
  person_id uuid not null,
  role text,
  office text not null,
  duties text not null,
  from_on date not null,
  until_on date,
  content_hash text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  signed_by uuid,
  signed_at timestamp with time zone,
  declined_by uuid,
  declined_at timestamp with time zone,
  accepted_at timestamp with time zone,
  ended_by uuid,
  ended_at timestamp with time zone,
  end_reason text default ''::text not null,
  constraint appointment_check CHECK (((until_on IS NULL) OR (until_on >= from_on))),
  constraint appointment_check1 CHECK (((signed_by IS NULL) = (signed_at IS NULL))),
  constraint appointment_check2 CHECK (((signed_by IS NULL) OR ((signed_by <> person_id) AND (signed_by <> proposed_by)))),
  constraint appointment_check3 CHECK (((accepted_at IS NULL) OR (signed_at IS NOT NULL))),
  constraint appointment_check4 CHECK (((ended_at IS NULL) OR (signed_at IS NOT NULL))),
  constraint appointment_check5 CHECK (((signed_at IS NULL) OR (declined_at IS NULL))),
  constraint appointment_declined_by_fkey FOREIGN KEY (declined_by) REFERENCES people.person(id),
  constraint appointment_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES people.person(id),
  constraint appointment_number_key UNIQUE (number),
  constraint appointment_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint appointment_pkey PRIMARY KEY (id),
  constraint appointment_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint appointment_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES people.person(id)
);

create table people.authority_matrix (
  version integer not null,
  content jsonb not null,
  content_hash text not null,
  in_force_since timestamp with time zone default now() not null,
  proposal_id uuid,
  proposed_by uuid,
  confirmed_by uuid,
  reason text default ''::text not null,
  constraint authority_matrix_check CHECK (((version = 1) OR ((proposal_id IS NOT NULL) AND (confirmed_by <> proposed_by)))),
  constraint authority_matrix_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES people.person(id),
  constraint authority_matrix_pkey PRIMARY KEY (version),
  constraint authority_matrix_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES people.authority_proposal(id),
  constraint authority_matrix_proposal_id_key UNIQUE (proposal_id),
  constraint authority_matrix_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint authority_matrix_version_check CHECK ((version > 0))
);

create table people.authority_proposal (
  id uuid not null,
  base_version integer not null,
  content jsonb not null,
  content_hash text not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  outcome text,
  constraint authority_proposal_check CHECK (((decided_at IS NULL) = (outcome IS NULL))),
  constraint authority_proposal_check1 CHECK (((outcome IS NULL) OR (outcome = ANY (ARRAY['withdrawn'::text, 'replaced'::text])) OR (decided_by <> proposed_by))),
  constraint authority_proposal_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint authority_proposal_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'declined'::text, 'withdrawn'::text, 'replaced'::text]))),
  constraint authority_proposal_pkey PRIMARY KEY (id),
  constraint authority_proposal_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id)
);

create table people.calendar_day (
  day date not null,
  working boolean not null,
  note text default ''::text not null,
  constraint calendar_day_pkey PRIMARY KEY (day)
);

create table people.challenge (
  id uuid not null,
  purpose text not null,
  value text not null,
  account_id uuid,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint challenge_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint challenge_pkey PRIMARY KEY (id),
  constraint challenge_purpose_check CHECK ((purpose = ANY (ARRAY['sign-in'::text, 'step'::text, 'prove'::text, 'register'::text, 'device'::text])))
);

create table people.clearance_given (
  id uuid not null,
  person_id uuid not null,
  clearance smallint not null,
  scope text not null,
  given_by uuid not null,
  given_at timestamp with time zone not null,
  constraint clearance_given_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint clearance_given_pkey PRIMARY KEY (id)
);

create table people.company (
  id uuid not null,
  only_one boolean default true not null,
  name text not null,
  ledger_id text not null,
  level_preset text not null,
  settings jsonb default '{}'::jsonb not null,
  set_up_at timestamp with time zone not null,
  constraint company_ledger_id_key UNIQUE (ledger_id),
  constraint company_only_one_check CHECK (only_one),
  constraint company_only_one_key UNIQUE (only_one),
  constraint company_pkey PRIMARY KEY (id)
);

create table people.concurrent_post (
  id uuid not null,
  person_id uuid not null,
  department_id uuid not null,
  post text not null,
  in_scope boolean default false not null,
  starts_on date not null,
  ends_on date,
  given_by uuid,
  given_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint concurrent_post_check CHECK (((ends_on IS NULL) OR (ends_on >= starts_on))),
  constraint concurrent_post_department_id_fkey FOREIGN KEY (department_id) REFERENCES people.department(id),
  constraint concurrent_post_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint concurrent_post_pkey PRIMARY KEY (id)
);

create table people.confirmation (
  id uuid not null,
  kind text not null,
  subject uuid not null,
  content jsonb not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  state text default 'open'::text not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint confirmation_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint confirmation_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint confirmation_pkey PRIMARY KEY (id),
  constraint confirmation_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint confirmation_state_check CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'declined'::text, 'withdrawn'::text, 'replaced'::text])))
);

create table people.department (
  id uuid not null,
  parent_id uuid,
  name text not null,
  code text,
  manager_id uuid,
  sort integer default 0 not null,
  closed_at timestamp with time zone,
  subsidiary boolean default false not null,
  entity_id uuid,
  constraint department_code_key UNIQUE (code),
  constraint department_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES people.department(id),
  constraint department_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES people.person(id),
  constraint department_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES people.department(id),
  constraint department_pkey PRIMARY KEY (id)
);

create table people.device (
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  address text default ''::text not null,
  agent text default ''::text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  constraint device_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint device_pkey PRIMARY KEY (id),
  constraint device_token_hash_key UNIQUE (token_hash)
);

create table people.directory_person (
  provider_id uuid not null,
  external_id text not null,
  person_id uuid not null,
  seen_at timestamp with time zone not null,
  constraint directory_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint directory_person_pkey PRIMARY KEY (provider_id, external_id),
  constraint directory_person_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES people.sign_on_provider(id)
);

create table people.exit_letter (
  id uuid not null,
  number text not null,
  person_id uuid not null,
  handover_id uuid not null,
  left_on date not null,
  months integer,
  ends_on date,
  content_hash text not null,
  made_at timestamp with time zone not null,
  told_at timestamp with time zone,
  constraint exit_letter_check CHECK (((months IS NULL) = (ends_on IS NULL))),
  constraint exit_letter_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES people.handover(id),
  constraint exit_letter_handover_id_key UNIQUE (handover_id),
  constraint exit_letter_number_key UNIQUE (number),
  constraint exit_letter_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint exit_letter_pkey PRIMARY KEY (id)
);

create table people.exit_setting (
  id smallint default 1 not null,
  months integer default 36 not null,
  changed_by uuid,
  changed_at timestamp with time zone,
  constraint exit_setting_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES people.person(id),
  constraint exit_setting_id_check CHECK ((id = 1)),
  constraint exit_setting_months_check CHECK (((months >= 1) AND (months <= 120))),
  constraint exit_setting_pkey PRIMARY KEY (id)
);

create table people.factor (
  id uuid not null,
  account_id uuid not null,
  kind text not null,
  name text default ''::text not null,
  sealed bytea,
  last_step bigint,
  credential_id text,
  public_key bytea,
  counter bigint default 0 not null,
  transports text[] default '{}'::text[] not null,
  rp_id text default ''::text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  used_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  constraint factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint factor_check CHECK (((kind = 'totp'::text) = (sealed IS NOT NULL))),
  constraint factor_check1 CHECK (((kind = 'passkey'::text) = ((credential_id IS NOT NULL) AND (public_key IS NOT NULL)))),
  constraint factor_kind_check CHECK ((kind = ANY (ARRAY['totp'::text, 'passkey'::text]))),
  constraint factor_pkey PRIMARY KEY (id)
);

create table people.handover (
  id uuid not null,
  number text not null,
  kind text not null,
  person_id uuid not null,
  receiver_id uuid,
  witness_id uuid,
  content jsonb not null,
  content_hash text not null,
  made_by uuid,
  made_at timestamp with time zone not null,
  constraint handover_kind_check CHECK ((kind = ANY (ARRAY['leave'::text, 'move'::text]))),
  constraint handover_number_key UNIQUE (number),
  constraint handover_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint handover_pkey PRIMARY KEY (id),
  constraint handover_receiver_id_fkey FOREIGN KEY (receiver_id) REFERENCES people.person(id),
  constraint handover_witness_id_fkey FOREIGN KEY (witness_id) REFERENCES people.person(id)
);

create table people.handover_paper (
  handover_id uuid not null,
  paper bytea not null,
  sha256 text not null,
  archived_at timestamp with time zone not null,
  constraint handover_paper_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES people.handover(id),
  constraint handover_paper_pkey PRIMARY KEY (handover_id)
);

create table people.handover_series (
  year integer not null,
  next integer default 1 not null,
  constraint handover_series_pkey PRIMARY KEY (year)
);

create table people.leaver_proposal (
  person_id uuid not null,
  source text not null,
  proposed_by uuid,
  proposed_at timestamp with time zone not null,
  dismissed_at timestamp with time zone,
  constraint leaver_proposal_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint leaver_proposal_pkey PRIMARY KEY (person_id)
);

create table people.organisation_proposal (
  id uuid not null,
  provider_id uuid not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  state text not null,
  content jsonb not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint organisation_proposal_pkey PRIMARY KEY (id),
  constraint organisation_proposal_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES people.sign_on_provider(id),
  constraint organisation_proposal_state_check CHECK ((state = ANY (ARRAY['open'::text, 'applied'::text, 'discarded'::text, 'replaced'::text])))
);

create table people.paper_series (
  kind text not null,
  year integer not null,
  next integer not null,
  constraint paper_series_kind_check CHECK ((kind = ANY (ARRAY['RM'::text, 'GZ'::text]))),
  constraint paper_series_pkey PRIMARY KEY (kind, year)
);

create table people.person (
  id uuid not null,
  employee_no text not null,
  name text not null,
  pinyin text default ''::text not null,
  department_id uuid,
  manager_id uuid,
  post text default ''::text not null,
  employment text not null,
  starts_on date,
  ends_on date,
  left_at timestamp with time zone,
  clearance smallint default 1 not null,
  scope text default 'own'::text not null,
  email text,
  created_at timestamp with time zone default now() not null,
  version integer default 1 not null,
  group_level boolean default false not null,
  constraint person_clearance_check CHECK (((clearance >= 0) AND (clearance <= 9))),
  constraint person_department_id_fkey FOREIGN KEY (department_id) REFERENCES people.department(id),
  constraint person_employee_no_key UNIQUE (employee_no),
  constraint person_employment_check CHECK ((employment = ANY (ARRAY['regular'::text, 'part-time'::text, 'intern'::text, 'contractor'::text, 'service'::text]))),
  constraint person_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES people.person(id),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_scope_check CHECK ((scope = ANY (ARRAY['none'::text, 'own'::text, 'department'::text, 'all'::text])))
);

create table people.post (
  id uuid not null,
  name text not null,
  sort integer default 0 not null,
  closed_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint post_name_key UNIQUE (name),
  constraint post_pkey PRIMARY KEY (id)
);

create table people.recovery_code (
  id uuid not null,
  account_id uuid not null,
  hash bytea not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint recovery_code_pkey PRIMARY KEY (id)
);

create table people.review_setting (
  id smallint default 1 not null,
  automatic boolean default true not null,
  due_days integer default 10 not null,
  unused_days integer default 90 not null,
  changed_by uuid,
  changed_at timestamp with time zone,
  constraint review_setting_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES people.person(id),
  constraint review_setting_due_days_check CHECK (((due_days >= 3) AND (due_days <= 60))),
  constraint review_setting_id_check CHECK ((id = 1)),
  constraint review_setting_pkey PRIMARY KEY (id),
  constraint review_setting_unused_days_check CHECK (((unused_days >= 30) AND (unused_days <= 730)))
);

create table people.rights_review (
  id uuid not null,
  number text not null,
  quarter text not null,
  opened_at timestamp with time zone not null,
  opened_by uuid,
  reason text default ''::text not null,
  due_at timestamp with time zone not null,
  escalates_at timestamp with time zone not null,
  unused_days integer not null,
  closed_at timestamp with time zone,
  closed_by uuid,
  close_reason text default ''::text not null,
  constraint rights_review_check CHECK ((due_at > opened_at)),
  constraint rights_review_check1 CHECK ((escalates_at > due_at)),
  constraint rights_review_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES people.person(id),
  constraint rights_review_number_key UNIQUE (number),
  constraint rights_review_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES people.person(id),
  constraint rights_review_pkey PRIMARY KEY (id),
  constraint rights_review_quarter_check CHECK ((quarter ~ '^[0-9]{4}Q[1-4]$'::text))
);

create table people.rights_review_decision (
  item_id uuid not null,
  decision text,
  outcome text not null,
  capacity text not null,
  reason text default ''::text not null,
  decided_by uuid,
  decided_at timestamp with time zone not null,
  constraint rights_review_decision_check CHECK (((decision IS NOT NULL) OR (outcome = 'gone'::text))),
  constraint rights_review_decision_check1 CHECK (((decided_by IS NULL) = (decision IS NULL))),
  constraint rights_review_decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint rights_review_decision_decision_check CHECK ((decision = ANY (ARRAY['confirm'::text, 'remove'::text]))),
  constraint rights_review_decision_item_id_fkey FOREIGN KEY (item_id) REFERENCES people.rights_review_item(id),
  constraint rights_review_decision_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'removed'::text, 'gone'::text]))),
  constraint rights_review_decision_pkey PRIMARY KEY (item_id)
);

create table people.rights_review_item (
  id uuid not null,
  review_id uuid not null,
  person_id uuid not null,
  department_id uuid,
  kind text not null,
  reference text not null,
  office text,
  title jsonb not null,
  since timestamp with time zone,
  given_by uuid,
  used_at timestamp with time zone,
  suggested boolean not null,
  constraint rights_review_item_department_id_fkey FOREIGN KEY (department_id) REFERENCES people.department(id),
  constraint rights_review_item_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint rights_review_item_pkey PRIMARY KEY (id),
  constraint rights_review_item_review_id_fkey FOREIGN KEY (review_id) REFERENCES people.rights_review(id),
  constraint rights_review_item_review_id_person_id_kind_reference_key UNIQUE (review_id, person_id, kind, reference)
);

create table people.rights_review_reminder (
  review_id uuid not null,
  person_id uuid not null,
  stage text not null,
  day date not null,
  constraint rights_review_reminder_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint rights_review_reminder_pkey PRIMARY KEY (review_id, person_id, stage, day),
  constraint rights_review_reminder_review_id_fkey FOREIGN KEY (review_id) REFERENCES people.rights_review(id),
  constraint rights_review_reminder_stage_check CHECK ((stage = ANY (ARRAY['soon'::text, 'overdue'::text, 'escalated'::text])))
);

create table people.role_holding (
  id uuid not null,
  person_id uuid not null,
  role text not null,
  given_by uuid,
  given_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint role_holding_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint role_holding_pkey PRIMARY KEY (id)
);

create table people.scim_group (
  department_id uuid not null,
  external_id text,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint scim_group_department_id_fkey FOREIGN KEY (department_id) REFERENCES people.department(id),
  constraint scim_group_pkey PRIMARY KEY (department_id)
);

create table people.scim_token (
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  used_at timestamp with time zone,
  constraint scim_token_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint scim_token_pkey PRIMARY KEY (id),
  constraint scim_token_token_hash_key UNIQUE (token_hash)
);

create table people.scim_user (
  person_id uuid not null,
  external_id text,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  kept_disabled_at timestamp with time zone,
  constraint scim_user_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint scim_user_pkey PRIMARY KEY (person_id)
);

create table people.secrecy_organisation (
  id uuid not null,
  content jsonb not null,
  content_hash text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  state text default 'open'::text not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  constraint secrecy_organisation_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint secrecy_organisation_check1 CHECK (((state <> 'in-force'::text) OR ((decided_by IS NOT NULL) AND (decided_by <> proposed_by)))),
  constraint secrecy_organisation_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint secrecy_organisation_pkey PRIMARY KEY (id),
  constraint secrecy_organisation_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint secrecy_organisation_state_check CHECK ((state = ANY (ARRAY['open'::text, 'in-force'::text, 'declined'::text, 'replaced'::text])))
);

create table people.service_account (
  person_id uuid not null,
  owner_id uuid not null,
  kind text not null,
  task text not null,
  purpose text not null,
  fields smallint[] default '{}'::smallint[] not null,
  verbs text[] default '{}'::text[] not null,
  masked_only boolean default true not null,
  addresses text[] default '{}'::text[] not null,
  per_minute integer default 60 not null,
  per_day integer default 2000 not null,
  expires_on date not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  rights_by uuid,
  rights_at timestamp with time zone,
  told_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by uuid,
  end_reason text,
  version integer default 1 not null,
  intake jsonb,
  constraint service_account_check CHECK ((owner_id <> person_id)),
  constraint service_account_created_by_fkey FOREIGN KEY (created_by) REFERENCES people.person(id),
  constraint service_account_kind_check CHECK ((kind = ANY (ARRAY['system'::text, 'assistant'::text]))),
  constraint service_account_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.person(id),
  constraint service_account_per_day_check CHECK (((per_day >= 1) AND (per_day <= 1000000))),
  constraint service_account_per_minute_check CHECK (((per_minute >= 1) AND (per_minute <= 6000))),
  constraint service_account_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint service_account_pkey PRIMARY KEY (person_id),
  constraint service_account_rights_by_fkey FOREIGN KEY (rights_by) REFERENCES people.person(id),
  constraint service_account_verbs_check CHECK ((verbs <@ ARRAY['list'::text, 'search'::text, 'read'::text]))
);

create table people.session (
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  address text default ''::text not null,
  agent text default ''::text not null,
  ended_at timestamp with time zone,
  end_reason text,
  via text default 'password'::text not null,
  proven_at timestamp with time zone,
  proven_by text,
  known_at timestamp with time zone,
  bound_hash bytea,
  bound_next bytea,
  bound_next_at timestamp with time zone,
  device_key bytea,
  signed_at timestamp with time zone,
  signed_from text[] default '{}'::text[] not null,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_hash_key UNIQUE (token_hash)
);

create table people.setup_secret (
  id smallint default 1 not null,
  secret_hash bytea not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint setup_secret_id_check CHECK ((id = 1)),
  constraint setup_secret_pkey PRIMARY KEY (id)
);

create table people.sign_in_policy (
  id smallint default 1 not null,
  profile text default 'nist'::text not null,
  class_rule boolean default false not null,
  age_days integer default 90 not null,
  factor_roles text[] default '{system-admin,security-admin,audit-admin,executive,general-manager,secrecy-office,legal}'::text[] not null,
  grace_days integer default 7 not null,
  step_up_minutes integer default 15 not null,
  remember_days integer default 30 not null,
  passkey_days integer default 90 not null,
  in_force_since timestamp with time zone,
  proposed_by uuid,
  confirmed_by uuid,
  reason text default ''::text not null,
  by_role jsonb default '[]'::jsonb not null,
  step_up_acts text[] default '{export,print,give-role,set-clearance,combine-offices,sign-in-rules,confirm-sign-in-rules,reset-factor,make-token,service-rights,edit-authority,confirm-authority}'::text[] not null,
  constraint sign_in_policy_age_days_check CHECK ((age_days = ANY (ARRAY[90, 180]))),
  constraint sign_in_policy_grace_days_check CHECK (((grace_days >= 0) AND (grace_days <= 30))),
  constraint sign_in_policy_id_check CHECK ((id = 1)),
  constraint sign_in_policy_passkey_days_check CHECK (((passkey_days >= 30) AND (passkey_days <= 365))),
  constraint sign_in_policy_pkey PRIMARY KEY (id),
  constraint sign_in_policy_profile_check CHECK ((profile = ANY (ARRAY['nist'::text, 'djcp'::text]))),
  constraint sign_in_policy_remember_days_check CHECK (((remember_days >= 0) AND (remember_days <= 30))),
  constraint sign_in_policy_step_up_minutes_check CHECK (((step_up_minutes >= 1) AND (step_up_minutes <= 60)))
);

create table people.sign_in_policy_change (
  id uuid not null,
  proposal jsonb not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  outcome text,
  constraint sign_in_policy_change_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint sign_in_policy_change_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'declined'::text, 'replaced'::text]))),
  constraint sign_in_policy_change_pkey PRIMARY KEY (id),
  constraint sign_in_policy_change_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id)
);

create table people.sign_in_step (
  id uuid not null,
  ticket_hash bytea not null,
  account_id uuid not null,
  via text not null,
  password_hash text not null,
  address text not null,
  agent text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  attempts integer default 0 not null,
  used_at timestamp with time zone,
  constraint sign_in_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint sign_in_step_pkey PRIMARY KEY (id),
  constraint sign_in_step_ticket_hash_key UNIQUE (ticket_hash)
);

create table people.sign_on_flow (
  id uuid not null,
  state_hash bytea not null,
  browser_hash bytea not null,
  provider_id uuid not null,
  account_id uuid,
  kept_sealed bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint sign_on_flow_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint sign_on_flow_pkey PRIMARY KEY (id),
  constraint sign_on_flow_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES people.sign_on_provider(id),
  constraint sign_on_flow_state_hash_key UNIQUE (state_hash)
);

create table people.sign_on_link (
  id uuid not null,
  provider_id uuid not null,
  external_id text not null,
  account_id uuid not null,
  made_by text not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint sign_on_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  constraint sign_on_link_made_by_check CHECK ((made_by = ANY (ARRAY['owner'::text, 'claim'::text, 'created'::text]))),
  constraint sign_on_link_pkey PRIMARY KEY (id),
  constraint sign_on_link_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint sign_on_link_provider_id_external_id_key UNIQUE (provider_id, external_id),
  constraint sign_on_link_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES people.sign_on_provider(id)
);

create table people.sign_on_provider (
  id uuid not null,
  kind text not null,
  name text not null,
  config jsonb not null,
  secret_sealed bytea,
  origin text not null,
  linking text not null,
  creates_accounts boolean default false not null,
  sync boolean default false not null,
  enabled boolean default false not null,
  version integer default 1 not null,
  tested_at timestamp with time zone,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint sign_on_provider_kind_check CHECK ((kind = ANY (ARRAY['oidc'::text, 'ldap'::text, 'wecom'::text, 'dingtalk'::text, 'feishu'::text]))),
  constraint sign_on_provider_linking_check CHECK ((linking = ANY (ARRAY['self'::text, 'employee-no'::text, 'email'::text]))),
  constraint sign_on_provider_pkey PRIMARY KEY (id)
);

create table people.signed_paper (
  id uuid not null,
  of_kind text not null,
  of_id uuid not null,
  content_type text not null,
  size integer not null,
  commitment bytea not null,
  filed_by uuid not null,
  filed_at timestamp with time zone not null,
  constraint signed_paper_filed_by_fkey FOREIGN KEY (filed_by) REFERENCES people.person(id),
  constraint signed_paper_of_id_key UNIQUE (of_id),
  constraint signed_paper_of_kind_check CHECK ((of_kind = ANY (ARRAY['handover'::text, 'letter'::text]))),
  constraint signed_paper_pkey PRIMARY KEY (id)
);

create table people.thing (
  id uuid not null,
  kind text not null,
  tag text not null,
  note text default ''::text not null,
  holder_id uuid not null,
  out_on date not null,
  out_by uuid not null,
  due_on date,
  missing_at timestamp with time zone,
  stopped_at timestamp with time zone,
  stopped_by uuid,
  closed_at timestamp with time zone,
  closed_by uuid,
  outcome text,
  constraint thing_check CHECK (((closed_at IS NULL) = (outcome IS NULL))),
  constraint thing_check1 CHECK (((stopped_at IS NULL) OR (kind = 'card'::text))),
  constraint thing_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES people.person(id),
  constraint thing_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES people.person(id),
  constraint thing_kind_check CHECK ((kind = ANY (ARRAY['usb'::text, 'disk'::text, 'laptop'::text, 'phone'::text, 'card'::text, 'key'::text, 'other'::text]))),
  constraint thing_out_by_fkey FOREIGN KEY (out_by) REFERENCES people.person(id),
  constraint thing_outcome_check CHECK ((outcome = ANY (ARRAY['returned'::text, 'lost'::text, 'passed'::text]))),
  constraint thing_pkey PRIMARY KEY (id),
  constraint thing_stopped_by_fkey FOREIGN KEY (stopped_by) REFERENCES people.person(id)
);

create table people.token (
  id uuid not null,
  public_id text not null,
  hash bytea not null,
  person_id uuid not null,
  name text not null,
  fields smallint[],
  verbs text[],
  masked_only boolean default true not null,
  addresses text[] default '{}'::text[] not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  used_from text,
  told_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by uuid,
  end_reason text,
  constraint token_check CHECK (((fields IS NULL) = (verbs IS NULL))),
  constraint token_check1 CHECK ((expires_at > made_at)),
  constraint token_made_by_fkey FOREIGN KEY (made_by) REFERENCES people.person(id),
  constraint token_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint token_pkey PRIMARY KEY (id),
  constraint token_public_id_key UNIQUE (public_id),
  constraint token_verbs_check CHECK ((verbs <@ ARRAY['list'::text, 'search'::text, 'read'::text]))
);

create table people.token_use (
  person_id uuid not null,
  minute_at timestamp with time zone not null,
  in_minute integer not null,
  day date not null,
  in_day integer not null,
  constraint token_use_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint token_use_pkey PRIMARY KEY (person_id)
);

create table supervision.audit_customer (
  customer_id uuid not null,
  lane smallint not null,
  index bigint not null,
  constraint audit_customer_pkey PRIMARY KEY (customer_id, lane, index)
);

create table supervision.audit_entry (
  lane smallint not null,
  index bigint not null,
  at timestamp with time zone not null,
  kind text not null,
  verb text default ''::text not null,
  actor_id uuid,
  customer_id uuid,
  application_id uuid,
  grant_id uuid,
  verdict text default ''::text not null,
  clauses text[] default '{}'::text[] not null,
  commitment text,
  constraint audit_entry_pkey PRIMARY KEY (lane, index)
);

create table supervision.copy_to_destroy (
  id uuid not null,
  request_id uuid not null,
  customer_id uuid not null,
  person_id uuid not null,
  export_id uuid not null,
  told_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  constraint copy_to_destroy_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  constraint copy_to_destroy_pkey PRIMARY KEY (id),
  constraint copy_to_destroy_request_id_export_id_key UNIQUE (request_id, export_id),
  constraint copy_to_destroy_request_id_fkey FOREIGN KEY (request_id) REFERENCES supervision.rights_request(id)
);

create table supervision.erasure_wish (
  request_id uuid not null,
  customer_id uuid not null,
  proposed_by uuid not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  outcome text,
  constraint erasure_wish_check CHECK (((decided_by IS NULL) = (outcome IS NULL))),
  constraint erasure_wish_check1 CHECK ((decided_by <> proposed_by)),
  constraint erasure_wish_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES people.person(id),
  constraint erasure_wish_outcome_check CHECK ((outcome = ANY (ARRAY['erased'::text, 'declined'::text]))),
  constraint erasure_wish_pkey PRIMARY KEY (request_id),
  constraint erasure_wish_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES people.person(id),
  constraint erasure_wish_request_id_fkey FOREIGN KEY (request_id) REFERENCES supervision.rights_request(id)
);

create table supervision.file_hold (
  id uuid not null,
  customer_id uuid not null,
  kind text not null,
  ground text not null,
  reference text not null,
  set_by uuid not null,
  set_at timestamp with time zone not null,
  until_at timestamp with time zone,
  lifted_by uuid,
  lifted_at timestamp with time zone,
  constraint file_hold_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES custody.customer(id),
  constraint file_hold_kind_check CHECK ((kind = ANY (ARRAY['legal-hold'::text, 'retention'::text]))),
  constraint file_hold_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES people.person(id),
  constraint file_hold_pkey PRIMARY KEY (id),
  constraint file_hold_reference_check CHECK (((char_length(reference) >= 2) AND (char_length(reference) <= 60))),
  constraint file_hold_set_by_fkey FOREIGN KEY (set_by) REFERENCES people.person(id)
);

create table supervision.restriction (
  id uuid not null,
  customer_id uuid not null,
  request_id uuid,
  ground text not null,
  set_by uuid not null,
  set_at timestamp with time zone not null,
  lifted_by uuid,
  lifted_at timestamp with time zone,
  constraint restriction_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES custody.customer(id),
  constraint restriction_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES people.person(id),
  constraint restriction_pkey PRIMARY KEY (id),
  constraint restriction_request_id_fkey FOREIGN KEY (request_id) REFERENCES supervision.rights_request(id),
  constraint restriction_set_by_fkey FOREIGN KEY (set_by) REFERENCES people.person(id)
);

create table supervision.rights_export (
  id uuid not null,
  request_id uuid not null,
  customer_id uuid not null,
  sealed bytea,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  handed_at timestamp with time zone,
  handed_by uuid,
  constraint rights_export_handed_by_fkey FOREIGN KEY (handed_by) REFERENCES people.person(id),
  constraint rights_export_made_by_fkey FOREIGN KEY (made_by) REFERENCES people.person(id),
  constraint rights_export_pkey PRIMARY KEY (id),
  constraint rights_export_request_id_fkey FOREIGN KEY (request_id) REFERENCES supervision.rights_request(id),
  constraint rights_export_request_id_key UNIQUE (request_id)
);

create table supervision.rights_number (
  year integer not null,
  next integer not null,
  constraint rights_number_next_check CHECK ((next > 0)),
  constraint rights_number_pkey PRIMARY KEY (year)
);

create table supervision.rights_request (
  id uuid not null,
  number text not null,
  customer_id uuid not null,
  kind text not null,
  channel text not null,
  identity text not null,
  level smallint not null,
  text_sealed bytea not null,
  secret_hash bytea not null,
  made_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  entered_by uuid,
  state text default 'open'::text not null,
  handler_id uuid,
  ground text,
  answer_sealed bytea,
  closed_at timestamp with time zone,
  constraint rights_request_channel_check CHECK ((channel = ANY (ARRAY['web'::text, 'letter'::text, 'phone'::text, 'counter'::text]))),
  constraint rights_request_check CHECK (((state = ANY (ARRAY['granted'::text, 'refused'::text])) = (closed_at IS NOT NULL))),
  constraint rights_request_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES custody.customer(id),
  constraint rights_request_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES people.person(id),
  constraint rights_request_handler_id_fkey FOREIGN KEY (handler_id) REFERENCES people.person(id),
  constraint rights_request_identity_check CHECK ((identity = ANY (ARRAY['code'::text, 'document'::text, 'call-back'::text, 'unproven'::text]))),
  constraint rights_request_kind_check CHECK ((kind = ANY (ARRAY['see'::text, 'copy'::text, 'correct'::text, 'delete'::text, 'restrict'::text, 'move'::text, 'withdraw'::text, 'explain'::text]))),
  constraint rights_request_number_key UNIQUE (number),
  constraint rights_request_pkey PRIMARY KEY (id),
  constraint rights_request_secret_hash_check CHECK ((octet_length(secret_hash) = 32)),
  constraint rights_request_secret_hash_key UNIQUE (secret_hash),
  constraint rights_request_state_check CHECK ((state = ANY (ARRAY['open'::text, 'erasing'::text, 'granted'::text, 'refused'::text])))
);

create table supervision.rights_setting (
  one boolean default true not null,
  days integer default 30 not null,
  take_days integer default 7 not null,
  constraint rights_setting_days_check CHECK (((days >= 1) AND (days <= 90))),
  constraint rights_setting_one_check CHECK (one),
  constraint rights_setting_pkey PRIMARY KEY (one),
  constraint rights_setting_take_days_check CHECK (((take_days >= 1) AND (take_days <= 30)))
);

create table supervision.rights_step (
  request_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_id uuid,
  step text not null,
  detail jsonb default '{}'::jsonb not null,
  constraint rights_step_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES people.person(id),
  constraint rights_step_pkey PRIMARY KEY (request_id, id),
  constraint rights_step_request_id_fkey FOREIGN KEY (request_id) REFERENCES supervision.rights_request(id)
);

create table supervision.verification (
  id uuid not null,
  by_id uuid,
  at timestamp with time zone not null,
  whole boolean not null,
  detail jsonb default '{}'::jsonb not null,
  constraint verification_pkey PRIMARY KEY (id)
);

create table usage.application (
  id uuid not null,
  person_id uuid not null,
  purpose text not null,
  reason text not null,
  modes text[] not null,
  field_ids smallint[] not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  count_limit integer,
  undertaking boolean not null,
  created_at timestamp with time zone not null,
  constraint application_pkey PRIMARY KEY (id),
  constraint application_purpose_fkey FOREIGN KEY (purpose) REFERENCES collection.purpose(code)
);

create table usage.application_customer (
  application_id uuid not null,
  customer_id uuid not null,
  constraint application_customer_application_id_fkey FOREIGN KEY (application_id) REFERENCES usage.application(id),
  constraint application_customer_pkey PRIMARY KEY (application_id, customer_id)
);

create table usage.draft (
  person_id uuid not null,
  content jsonb not null,
  saved_at timestamp with time zone not null,
  constraint draft_pkey PRIMARY KEY (person_id)
);

create table usage.export (
  id uuid not null,
  grant_id uuid not null,
  person_id uuid not null,
  mode text not null,
  rows integer not null,
  sha256 text not null,
  leaf_lane smallint,
  leaf_index bigint,
  at timestamp with time zone not null,
  left_out integer default 0 not null,
  level smallint default 1 not null,
  collection_level smallint default 1 not null,
  alarm integer,
  constraint export_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES usage."grant"(id),
  constraint export_pkey PRIMARY KEY (id)
);

create table usage."grant" (
  id uuid not null,
  application_id uuid not null,
  person_id uuid not null,
  purpose text not null,
  modes text[] not null,
  field_ids smallint[] not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  count_limit integer,
  used_count integer default 0 not null,
  snapshot_hash text not null,
  issued_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  revoke_reason text,
  end_told_at timestamp with time zone,
  end_noted_at timestamp with time zone,
  constraint grant_application_id_fkey FOREIGN KEY (application_id) REFERENCES usage.application(id),
  constraint grant_application_id_key UNIQUE (application_id),
  constraint grant_check CHECK ((ends_at > starts_at)),
  constraint grant_check1 CHECK (((count_limit IS NULL) OR (used_count <= count_limit))),
  constraint grant_pkey PRIMARY KEY (id)
);

create table usage.grant_customer (
  customer_id uuid not null,
  person_id uuid not null,
  grant_id uuid not null,
  constraint grant_customer_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES usage."grant"(id),
  constraint grant_customer_pkey PRIMARY KEY (customer_id, person_id, grant_id)
);

create table usage.reading_reason (
  commitment text not null,
  person_id uuid not null,
  customer_id uuid not null,
  reason text not null,
  salt bytea not null,
  at timestamp with time zone not null,
  constraint reading_reason_pkey PRIMARY KEY (commitment)
);

create table usage.tally (
  person_id uuid not null,
  day date not null,
  full_views integer default 0 not null,
  searches integer default 0 not null,
  constraint tally_pkey PRIMARY KEY (person_id, day)
);

-- indexes

CREATE INDEX action_actor ON approval.action USING btree (actor_id, at DESC);
CREATE INDEX cc_person ON approval.cc USING btree (person_id, added_at DESC);
CREATE INDEX cc_unread ON approval.cc USING btree (person_id) WHERE (read_at IS NULL);
CREATE UNIQUE INDEX channel_one_personal ON approval.channel USING btree (kind) WHERE ((removed_at IS NULL) AND (kind = ANY (ARRAY['email'::text, 'wecom-app'::text, 'dingtalk-app'::text, 'feishu-app'::text])));
CREATE UNIQUE INDEX channel_one_sms ON approval.channel USING btree (kind) WHERE ((removed_at IS NULL) AND (kind = 'sms-gateway'::text));
CREATE UNIQUE INDEX definition_one_active ON approval.definition USING btree (key) WHERE active;
CREATE INDEX file_instance ON approval.file USING btree (instance_id, added_at);
CREATE INDEX instance_applicant ON approval.instance USING btree (applicant_id, created_at DESC);
CREATE INDEX instance_number_form ON approval.instance USING btree (form, state);
CREATE INDEX instance_parent ON approval.instance USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE UNIQUE INDEX instance_parent_run ON approval.instance USING btree (parent_run) WHERE (parent_run IS NOT NULL);
CREATE INDEX node_run_instance ON approval.node_run USING btree (instance_id);
CREATE UNIQUE INDEX node_run_one_open ON approval.node_run USING btree (instance_id, branch) WHERE (closed_at IS NULL);
CREATE INDEX notice_person ON approval.notice USING btree (person_id, created_at DESC);
CREATE INDEX notice_unread ON approval.notice USING btree (person_id) WHERE (read_at IS NULL);
CREATE INDEX outbox_digest ON approval.outbox USING btree (person_id) WHERE (kind = 'digest'::text);
CREATE INDEX outbox_link ON approval.outbox USING btree (link_id, created_at DESC) WHERE (link_id IS NOT NULL);
CREATE INDEX outbox_state ON approval.outbox USING btree (state, created_at);
CREATE INDEX outside_nonce_at ON approval.outside_nonce USING btree (at);
CREATE UNIQUE INDEX outside_wish_one_open ON approval.outside_wish USING btree (task_id) WHERE (state = 'open'::text);
CREATE INDEX outside_wish_person ON approval.outside_wish USING btree (person_id, asked_at DESC);
CREATE INDEX proxy_open ON approval.proxy USING btree (until_at) WHERE (swept_at IS NULL);
CREATE INDEX proxy_principal ON approval.proxy USING btree (principal_id, until_at);
CREATE INDEX proxy_proxy ON approval.proxy USING btree (proxy_id, until_at);
CREATE INDEX task_draft ON approval.task USING btree (assignee_id) WHERE (draft_opinion <> ''::text);
CREATE INDEX task_due ON approval.task USING btree (due_at) WHERE (state = 'todo'::text);
CREATE INDEX task_held ON approval.task USING btree (assignee_id) WHERE (state = ANY (ARRAY['pending'::text, 'waiting'::text, 'todo'::text, 'approving'::text, 'delegated'::text]));
CREATE INDEX task_instance ON approval.task USING btree (instance_id);
CREATE UNIQUE INDEX task_one_open ON approval.task USING btree (run_id, assignee_id) WHERE (state = 'todo'::text);
CREATE INDEX task_proxy ON approval.task USING btree (on_behalf_of) WHERE ((on_behalf_of IS NOT NULL) AND (state = ANY (ARRAY['pending'::text, 'waiting'::text, 'todo'::text, 'approving'::text, 'delegated'::text])));
CREATE INDEX task_todo ON approval.task USING btree (assignee_id, created_at DESC) WHERE (state = 'todo'::text);
CREATE INDEX basis_declaration_file_customer ON collection.basis_declaration_file USING btree (customer_id);
CREATE INDEX consent_expiry ON collection.consent USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX consent_version ON collection.consent USING btree (version_id, given_at);
CREATE INDEX consent_end_time ON collection.consent_end USING btree (at);
CREATE INDEX consent_link_customer ON collection.consent_link USING btree (customer_id);
CREATE INDEX consent_told_open ON collection.consent_told USING btree (raised_at) WHERE (told_at IS NULL);
CREATE INDEX correction_asker ON collection.correction USING btree (asked_by, asked_at DESC);
CREATE INDEX correction_customer ON collection.correction USING btree (customer_id);
CREATE UNIQUE INDEX correction_once ON collection.correction USING btree (customer_id, field_id, asked_by) WHERE (state = 'open'::text);
CREATE INDEX correction_owner ON collection.correction USING btree (owner_id, asked_at) WHERE (state = 'open'::text);
CREATE INDEX customer_code_address ON collection.customer_code USING btree (address_hash, made_at);
CREATE INDEX customer_code_old ON collection.customer_code USING btree (expires_at);
CREATE INDEX delivery_key_at ON collection.delivery_key USING btree (at);
CREATE INDEX delivery_problem_at ON collection.delivery_problem USING btree (at);
CREATE INDEX duplicate_customer ON collection.duplicate USING btree (customer_id) WHERE (state = 'open'::text);
CREATE INDEX duplicate_open ON collection.duplicate USING btree (import_id) WHERE (state = 'open'::text);
CREATE INDEX duplicate_other ON collection.duplicate USING btree (other_id) WHERE (state = 'open'::text);
CREATE INDEX form_list ON collection.form USING btree (changed_at DESC, id);
CREATE INDEX form_responsible ON collection.form USING btree (responsible_id);
CREATE INDEX notice_version_hash ON collection.notice_version USING btree (hash);
CREATE UNIQUE INDEX notice_version_one_open ON collection.notice_version USING btree (notice_id) WHERE (state = 'proposed'::text);
CREATE UNIQUE INDEX notice_version_one_published ON collection.notice_version USING btree (notice_id) WHERE (state = 'published'::text);
CREATE INDEX purpose_change_newest ON collection.purpose_change USING btree (purpose, proposed_at DESC, id DESC);
CREATE UNIQUE INDEX purpose_change_one_open ON collection.purpose_change USING btree (purpose) WHERE (decided_at IS NULL);
CREATE INDEX purpose_field_field ON collection.purpose_field USING btree (field_id);
CREATE INDEX quarantine_source ON collection.quarantine USING btree (source_id, arrived_at DESC);
CREATE INDEX quarantine_state ON collection.quarantine USING btree (state, arrived_at DESC);
CREATE INDEX reference_customer ON collection.reference USING btree (customer_id);
CREATE INDEX source_state ON collection.source USING btree (state, created_at DESC);
CREATE INDEX source_until ON collection.source USING btree (valid_until) WHERE (state = ANY (ARRAY['checked'::text, 'usable'::text]));
CREATE INDEX source_file_source ON collection.source_file USING btree (source_id, added_at);
CREATE INDEX source_freeze_source ON collection.source_freeze USING btree (source_id, proposed_at DESC);
CREATE UNIQUE INDEX source_freeze_waiting ON collection.source_freeze USING btree (source_id) WHERE (state = 'waiting'::text);
CREATE INDEX spent_challenge_until ON collection.spent_challenge USING btree (until);
CREATE INDEX submission_customer ON collection.submission USING btree (customer_id);
CREATE INDEX submission_form ON collection.submission USING btree (form_id, at DESC);
CREATE INDEX submission_list ON collection.submission USING btree (at DESC, id);
CREATE INDEX submission_open ON collection.submission USING btree (responsible_id, at) WHERE (state = 'new'::text);
CREATE INDEX tidying_assignee ON collection.tidying USING btree (assignee_id, due_at) WHERE (state = 'open'::text);
CREATE INDEX tidying_due ON collection.tidying USING btree (due_at) WHERE (state = 'open'::text);
CREATE INDEX customer_batch ON custody.customer USING btree (batch_id, id);
CREATE INDEX customer_borrowed ON custody.customer USING gin (borrowed) WHERE (borrowed IS NOT NULL);
CREATE INDEX customer_consent_missing ON custody.customer USING btree (created_at, id) WHERE ((consent IS NULL) AND (legal_basis = ANY (ARRAY['consent'::text, 'unknown'::text])) AND (status = 'active'::text));
CREATE INDEX customer_consent_version ON custody.customer USING btree (consent_version) WHERE (consent_version IS NOT NULL);
CREATE INDEX customer_department ON custody.customer USING btree (department_id, level);
CREATE INDEX customer_filed ON custody.customer USING btree (type_code, category_code, created_at);
CREATE INDEX customer_owner ON custody.customer USING btree (owner_id);
CREATE INDEX customer_source ON custody.customer USING btree (source_id);
CREATE INDEX document_flagged ON custody.document USING btree (flagged_at DESC) WHERE ((flagged_at IS NOT NULL) AND (settled_at IS NULL));
CREATE INDEX document_work ON custody.document USING btree (updated_at DESC) WHERE (state = ANY (ARRAY['waiting'::text, 'working'::text, 'failed'::text]));
CREATE INDEX document_tokens_gin ON custody.document_tokens USING gin (tokens) WITH (fastupdate=off);
CREATE INDEX door_batch_file ON custody.door_batch USING btree (file_hash);
CREATE INDEX door_batch_time ON custody.door_batch USING btree (imported_at DESC);
CREATE INDEX door_event_room ON custody.door_event USING btree (room_id, at DESC);
CREATE INDEX door_event_time ON custody.door_event USING btree (at DESC);
CREATE UNIQUE INDEX entry_inside ON custody.entry USING btree (room_id, person_id) WHERE ((left_at IS NULL) AND (person_id IS NOT NULL));
CREATE INDEX entry_room ON custody.entry USING btree (room_id, entered_at DESC);
CREATE INDEX entry_time ON custody.entry USING btree (entered_at DESC);
CREATE UNIQUE INDEX entry_visitor_inside ON custody.entry USING btree (visit_id) WHERE ((left_at IS NULL) AND (person_id IS NULL));
CREATE INDEX identifier_token ON custody.identifier USING btree (token);
CREATE INDEX level_change_of_customer ON custody.level_change USING btree (customer_id, field_id) WHERE (customer_id IS NOT NULL);
CREATE INDEX level_proposal_open ON custody.level_proposal USING btree (proposed_at) WHERE (state = 'waiting'::text);
CREATE INDEX level_rule_by_writer ON custody.level_rule USING btree (written_at DESC);
CREATE UNIQUE INDEX level_rule_one_in_force ON custody.level_rule USING btree (id) WHERE (state = 'in-force'::text);
CREATE UNIQUE INDEX level_rule_one_waiting ON custody.level_rule USING btree (id) WHERE (state = 'waiting'::text);
CREATE INDEX level_term_ending ON custody.level_term USING btree (ends_at) WHERE ((ended_at IS NULL) AND (ends_at IS NOT NULL));
CREATE UNIQUE INDEX level_term_one_running ON custody.level_term USING btree (customer_id, field_id) NULLS NOT DISTINCT WHERE (ended_at IS NULL);
CREATE INDEX merge_goes ON custody.merge USING btree (goes);
CREATE INDEX merge_stays ON custody.merge USING btree (stays);
CREATE INDEX merge_time ON custody.merge USING btree (at DESC);
CREATE INDEX paper_part_room ON custody.paper_part USING btree (room_id) WHERE (removed_at IS NULL);
CREATE INDEX preview_person ON custody.preview USING btree (person_id, opened_at DESC);
CREATE UNIQUE INDEX room_door ON custody.room USING btree (lower(door)) WHERE (closed_at IS NULL);
CREATE INDEX room_keeper ON custody.room USING btree (keeper_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX room_name ON custody.room USING btree (name) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX room_standing_open ON custody.room_standing USING btree (room_id, person_id) WHERE (ended_at IS NULL);
CREATE INDEX room_standing_person ON custody.room_standing USING btree (person_id) WHERE (ended_at IS NULL);
CREATE INDEX search_tokens_gin ON custody.search_tokens USING gin (tokens) WITH (fastupdate='on');
CREATE UNIQUE INDEX upload_one_open ON custody.upload USING btree (customer_id, person_id, fingerprint) WHERE (state = 'receiving'::text);
CREATE INDEX upload_open ON custody.upload USING btree (touched_at) WHERE (state = ANY (ARRAY['receiving'::text, 'checking'::text]));
CREATE INDEX upload_person ON custody.upload USING btree (person_id, begun_at DESC);
CREATE INDEX visit_room ON custody.visit USING btree (room_id, created_at DESC);
CREATE INDEX voided_number_customer ON custody.voided_number USING btree (customer_id);
CREATE INDEX duty_due ON duties.duty USING btree (due_at) WHERE (settled_at IS NULL);
CREATE UNIQUE INDEX duty_open ON duties.duty USING btree (kind, subject) WHERE (settled_at IS NULL);
CREATE INDEX duty_owner ON duties.duty USING btree (owner_id, due_at);
CREATE INDEX reminder_person ON duties.reminder USING btree (person_id, duty_id) WHERE (stage = 'escalated'::text);
CREATE INDEX job_due ON jobs.job USING btree (run_at) WHERE ((finished_at IS NULL) AND (failed_at IS NULL));
CREATE UNIQUE INDEX job_one_open ON jobs.job USING btree (kind, unique_key) WHERE ((finished_at IS NULL) AND (failed_at IS NULL));
CREATE INDEX acting_head_department ON people.acting_head USING btree (department_id) WHERE (ended_at IS NULL);
CREATE INDEX acting_head_person ON people.acting_head USING btree (person_id) WHERE (ended_at IS NULL);
CREATE INDEX appointment_person ON people.appointment USING btree (person_id);
CREATE INDEX authority_proposal_newest ON people.authority_proposal USING btree (proposed_at DESC, id DESC);
CREATE UNIQUE INDEX authority_proposal_one_open ON people.authority_proposal USING btree ((true)) WHERE (decided_at IS NULL);
CREATE INDEX challenge_expiry ON people.challenge USING btree (expires_at);
CREATE INDEX clearance_given_person ON people.clearance_given USING btree (person_id, given_at DESC);
CREATE UNIQUE INDEX concurrent_post_one_open ON people.concurrent_post USING btree (person_id, department_id, post) WHERE (ended_at IS NULL);
CREATE INDEX concurrent_post_person ON people.concurrent_post USING btree (person_id) WHERE (ended_at IS NULL);
CREATE INDEX confirmation_newest ON people.confirmation USING btree (proposed_at DESC);
CREATE UNIQUE INDEX confirmation_one_open ON people.confirmation USING btree (kind, subject) WHERE (state = 'open'::text);
CREATE INDEX department_entity ON people.department USING btree (entity_id);
CREATE INDEX department_subsidiary ON people.department USING btree (id) WHERE subsidiary;
CREATE INDEX device_account ON people.device USING btree (account_id) WHERE (ended_at IS NULL);
CREATE INDEX exit_letter_ends ON people.exit_letter USING btree (ends_on) WHERE (told_at IS NULL);
CREATE INDEX factor_account ON people.factor USING btree (account_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX factor_credential ON people.factor USING btree (credential_id);
CREATE INDEX handover_person ON people.handover USING btree (person_id, made_at DESC);
CREATE UNIQUE INDEX organisation_proposal_one_open ON people.organisation_proposal USING btree (provider_id) WHERE (state = 'open'::text);
CREATE INDEX person_department ON people.person USING btree (department_id);
CREATE INDEX recovery_code_account ON people.recovery_code USING btree (account_id) WHERE ((used_at IS NULL) AND (ended_at IS NULL));
CREATE UNIQUE INDEX rights_review_of_schedule ON people.rights_review USING btree (quarter) WHERE (opened_by IS NULL);
CREATE UNIQUE INDEX rights_review_one_open ON people.rights_review USING btree ((true)) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX role_holding_one_open ON people.role_holding USING btree (person_id, role) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX scim_group_external ON people.scim_group USING btree (external_id);
CREATE UNIQUE INDEX scim_user_external ON people.scim_user USING btree (external_id);
CREATE UNIQUE INDEX secrecy_organisation_one_in_force ON people.secrecy_organisation USING btree ((true)) WHERE (state = 'in-force'::text);
CREATE UNIQUE INDEX secrecy_organisation_one_open ON people.secrecy_organisation USING btree ((true)) WHERE (state = 'open'::text);
CREATE INDEX service_account_owner ON people.service_account USING btree (owner_id) WHERE (ended_at IS NULL);
CREATE INDEX session_open ON people.session USING btree (account_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX sign_in_policy_change_one_open ON people.sign_in_policy_change USING btree ((true)) WHERE (decided_at IS NULL);
CREATE INDEX sign_in_step_expiry ON people.sign_in_step USING btree (expires_at);
CREATE INDEX sign_on_flow_old ON people.sign_on_flow USING btree (expires_at);
CREATE INDEX sign_on_link_account ON people.sign_on_link USING btree (account_id);
CREATE INDEX thing_holder ON people.thing USING btree (holder_id) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX thing_one_holder ON people.thing USING btree (kind, tag) WHERE (closed_at IS NULL);
CREATE INDEX token_expiry ON people.token USING btree (expires_at) WHERE (ended_at IS NULL);
CREATE INDEX token_person ON people.token USING btree (person_id) WHERE (ended_at IS NULL);
CREATE INDEX audit_entry_actor ON supervision.audit_entry USING btree (actor_id, at DESC);
CREATE INDEX audit_entry_application ON supervision.audit_entry USING btree (application_id) WHERE (application_id IS NOT NULL);
CREATE INDEX audit_entry_at ON supervision.audit_entry USING btree (at DESC);
CREATE INDEX audit_entry_clauses ON supervision.audit_entry USING gin (clauses);
CREATE INDEX audit_entry_customer ON supervision.audit_entry USING btree (customer_id, at DESC) WHERE (customer_id IS NOT NULL);
CREATE INDEX copy_to_destroy_person ON supervision.copy_to_destroy USING btree (person_id, told_at) WHERE (confirmed_at IS NULL);
CREATE INDEX file_hold_customer ON supervision.file_hold USING btree (customer_id) WHERE (lifted_at IS NULL);
CREATE INDEX file_hold_list ON supervision.file_hold USING btree (set_at DESC, id);
CREATE UNIQUE INDEX restriction_one_open ON supervision.restriction USING btree (customer_id) WHERE (lifted_at IS NULL);
CREATE INDEX rights_export_customer ON supervision.rights_export USING btree (customer_id);
CREATE INDEX rights_export_open ON supervision.rights_export USING btree (expires_at) WHERE (sealed IS NOT NULL);
CREATE INDEX rights_request_customer ON supervision.rights_request USING btree (customer_id, made_at);
CREATE INDEX rights_request_list ON supervision.rights_request USING btree (state, due_at, id);
CREATE INDEX grant_end_open ON usage."grant" USING btree (ends_at) WHERE ((end_noted_at IS NULL) AND (revoked_at IS NULL));
CREATE INDEX grant_person ON usage."grant" USING btree (person_id, ends_at);
CREATE INDEX application_customer_customer ON usage.application_customer USING btree (customer_id);
CREATE INDEX export_of_person_and_day ON usage.export USING btree (person_id, at);
CREATE INDEX export_person ON usage.export USING btree (person_id, at DESC);
CREATE INDEX grant_customer_grant ON usage.grant_customer USING btree (grant_id);
CREATE INDEX reading_reason_customer ON usage.reading_reason USING btree (customer_id);

-- triggers

CREATE TRIGGER follow_parts AFTER INSERT OR UPDATE OF level, removed_at ON custody.attachment FOR EACH ROW EXECUTE FUNCTION custody.follow_parts();
CREATE TRIGGER keep_file_level BEFORE UPDATE OF level ON custody.customer FOR EACH ROW WHEN ((new.level < old.level)) EXECUTE FUNCTION custody.keep_file_level();
CREATE TRIGGER keep_parts_level BEFORE UPDATE OF parts_level ON custody.customer FOR EACH ROW WHEN ((new.parts_level < old.parts_level)) EXECUTE FUNCTION custody.keep_parts_level();
CREATE TRIGGER keep_catalogue_level BEFORE UPDATE OF level ON custody.field FOR EACH ROW WHEN ((new.level < old.level)) EXECUTE FUNCTION custody.keep_catalogue_level();
CREATE TRIGGER keep_field_level BEFORE INSERT OR DELETE OR UPDATE ON custody.field_level FOR EACH ROW EXECUTE FUNCTION custody.keep_field_level();
CREATE TRIGGER search_tokens_settled AFTER INSERT OR UPDATE ON custody.search_tokens FOR EACH STATEMENT EXECUTE FUNCTION custody.settle_search_index();

-- what mifeng_app may do

grant usage on schema approval to mifeng_app;
grant usage on schema collection to mifeng_app;
grant usage on schema custody to mifeng_app;
grant usage on schema duties to mifeng_app;
grant usage on schema house to mifeng_app;
grant usage on schema jobs to mifeng_app;
grant usage on schema keyring to mifeng_app;
grant usage on schema ledger to mifeng_app;
grant usage on schema people to mifeng_app;
grant usage on schema supervision to mifeng_app;
grant usage on schema usage to mifeng_app;
grant insert, select on approval.action to mifeng_app;
grant delete, insert, select, update on approval.cc to mifeng_app;
grant delete, insert, select, update on approval.channel to mifeng_app;
grant delete, insert, select, update on approval.definition to mifeng_app;
grant delete, insert, select, update on approval.delivery_setting to mifeng_app;
grant insert, select on approval.file to mifeng_app;
grant insert, select, update on approval.instance to mifeng_app;
grant insert, select, update on approval.node_run to mifeng_app;
grant delete, insert, select, update on approval.notice to mifeng_app;
grant delete, insert, select, update on approval.notice_choice to mifeng_app;
grant delete, insert, select, update on approval.number_series to mifeng_app;
grant delete, insert, select, update on approval.outbox to mifeng_app;
grant delete, insert, select, update on approval.outside_asked to mifeng_app;
grant delete, insert, select, update on approval.outside_link to mifeng_app;
grant delete, insert, select, update on approval.outside_nonce to mifeng_app;
grant delete, insert, select, update on approval.outside_start to mifeng_app;
grant delete, insert, select, update on approval.outside_wish to mifeng_app;
grant insert, select, update on approval.proxy to mifeng_app;
grant insert, select, update on approval.task to mifeng_app;
grant insert, select on collection.basis_declaration to mifeng_app;
grant insert, select on collection.basis_declaration_file to mifeng_app;
grant insert, select on collection.consent to mifeng_app;
grant insert, select on collection.consent_backlog_day to mifeng_app;
grant insert, select on collection.consent_end to mifeng_app;
grant insert, select on collection.consent_link to mifeng_app;
grant insert, select on collection.consent_text to mifeng_app;
grant insert, select on collection.consent_told to mifeng_app;
grant insert, select on collection.correction to mifeng_app;
grant delete, insert, select on collection.customer_code to mifeng_app;
grant delete, insert, select, update on collection.delivery_day to mifeng_app;
grant delete, insert, select, update on collection.delivery_key to mifeng_app;
grant delete, insert, select, update on collection.delivery_problem to mifeng_app;
grant delete, insert, select, update on collection.delivery_reason to mifeng_app;
grant delete, insert, select, update on collection.duplicate to mifeng_app;
grant insert, select on collection.form to mifeng_app;
grant insert, select on collection.form_version to mifeng_app;
grant delete, insert, select, update on collection.import to mifeng_app;
grant delete, insert, select, update on collection.import_error to mifeng_app;
grant select, usage on sequence collection.import_error_seq_seq to mifeng_app;
grant delete, insert, select, update on collection.import_mark to mifeng_app;
grant insert, select on collection.notice to mifeng_app;
grant insert, select on collection.notice_version to mifeng_app;
grant insert, select on collection.origin to mifeng_app;
grant delete, insert, select, update on collection.purpose to mifeng_app;
grant insert, select on collection.purpose_change to mifeng_app;
grant delete, insert, select on collection.purpose_field to mifeng_app;
grant select, update on collection.purpose_register to mifeng_app;
grant delete, insert, select, update on collection.quality to mifeng_app;
grant insert, select on collection.quarantine to mifeng_app;
grant insert, select on collection.quarantine_conflict to mifeng_app;
grant insert, select on collection.quarantine_item to mifeng_app;
grant insert, select on collection.quarantine_series to mifeng_app;
grant select on collection.quarantine_setting to mifeng_app;
grant insert, select, update on collection.reference to mifeng_app;
grant delete, insert, select, update on collection.reference_token to mifeng_app;
grant delete, insert, select, update on collection.source to mifeng_app;
grant insert, select on collection.source_file to mifeng_app;
grant insert, select on collection.source_freeze to mifeng_app;
grant insert, select on collection.source_step to mifeng_app;
grant delete, insert, select on collection.spent_challenge to mifeng_app;
grant insert, select on collection.submission to mifeng_app;
grant delete, insert, select, update on collection.template to mifeng_app;
grant delete, insert, select, update on collection.tidying to mifeng_app;
grant select, update on collection.tidying_setting to mifeng_app;
grant delete, insert, select, update on custody.attachment to mifeng_app;
grant delete, insert, select, update on custody.batch to mifeng_app;
grant insert, select on custody.change to mifeng_app;
grant delete, insert, select, update on custody.customer to mifeng_app;
grant insert, select, update on custody.customer_type to mifeng_app;
grant insert, select on custody.document to mifeng_app;
grant select on custody.document_setting to mifeng_app;
grant delete, insert, select on custody.document_tokens to mifeng_app;
grant insert, select on custody.door_batch to mifeng_app;
grant insert, select on custody.door_event to mifeng_app;
grant insert, select on custody.entry to mifeng_app;
grant insert, select on custody.entry_reminder to mifeng_app;
grant delete, insert, select, update on custody.field to mifeng_app;
grant select, usage on sequence custody.field_id_seq to mifeng_app;
grant delete, insert, select, update on custody.field_level to mifeng_app;
grant insert, select, update on custody.file_category to mifeng_app;
grant insert, select, update on custody.file_series to mifeng_app;
grant delete, insert, select on custody.frozen_source to mifeng_app;
grant delete, insert, select, update on custody.identifier to mifeng_app;
grant delete, insert, select, update on custody.level to mifeng_app;
grant delete, insert, select, update on custody.level_change to mifeng_app;
grant insert, select, update on custody.level_proposal to mifeng_app;
grant insert, select, update on custody.level_rule to mifeng_app;
grant insert, select, update on custody.level_setting to mifeng_app;
grant insert, select, update on custody.level_term to mifeng_app;
grant insert, select on custody.merge to mifeng_app;
grant insert, select on custody.numbering to mifeng_app;
grant insert, select on custody.paper_part to mifeng_app;
grant insert, select on custody.preview to mifeng_app;
grant insert, select on custody.room to mifeng_app;
grant select on custody.room_setting to mifeng_app;
grant insert, select on custody.room_standing to mifeng_app;
grant delete, insert, select, update on custody.sealed_block to mifeng_app;
grant insert, select on custody.sealed_block_past to mifeng_app;
grant delete, insert, select, update on custody.search_tokens to mifeng_app;
grant insert, select on custody.upload to mifeng_app;
grant delete, insert, select on custody.upload_part to mifeng_app;
grant insert, select on custody.visit to mifeng_app;
grant insert, select on custody.visit_series to mifeng_app;
grant delete, insert, select on custody.visitor to mifeng_app;
grant insert, select on custody.voided_number to mifeng_app;
grant insert, select on duties.duty to mifeng_app;
grant insert, select on duties.reminder to mifeng_app;
grant select on house.migration to mifeng_app;
grant delete, insert, select, update on jobs.job to mifeng_app;
grant delete, insert, select, update on jobs.schedule to mifeng_app;
grant delete, insert, select, update on keyring.customer_key to mifeng_app;
grant insert, select, update on keyring.erasure to mifeng_app;
grant delete, insert, select, update on keyring.level_key to mifeng_app;
grant delete, insert, select, update on keyring.root_check to mifeng_app;
grant delete, insert, select, update on keyring.signing_key to mifeng_app;
grant insert, select on ledger.batch to mifeng_app;
grant insert, select on ledger.checkpoint to mifeng_app;
grant insert, select on ledger.lane to mifeng_app;
grant insert, select on ledger.leaf to mifeng_app;
grant insert, select on ledger.tile to mifeng_app;
grant insert, select, update on people.account to mifeng_app;
grant insert, select, update on people.acting_head to mifeng_app;
grant insert, select on people.appointment to mifeng_app;
grant insert, select on people.authority_matrix to mifeng_app;
grant insert, select on people.authority_proposal to mifeng_app;
grant delete, insert, select, update on people.calendar_day to mifeng_app;
grant delete, insert, select, update on people.challenge to mifeng_app;
grant insert, select on people.clearance_given to mifeng_app;
grant delete, insert, select, update on people.company to mifeng_app;
grant insert, select, update on people.concurrent_post to mifeng_app;
grant insert, select, update on people.confirmation to mifeng_app;
grant delete, insert, select, update on people.department to mifeng_app;
grant insert, select, update on people.device to mifeng_app;
grant delete, insert, select, update on people.directory_person to mifeng_app;
grant insert, select on people.exit_letter to mifeng_app;
grant select on people.exit_setting to mifeng_app;
grant insert, select, update on people.factor to mifeng_app;
grant insert, select on people.handover to mifeng_app;
grant insert, select on people.handover_paper to mifeng_app;
grant insert, select, update on people.handover_series to mifeng_app;
grant insert, select, update on people.leaver_proposal to mifeng_app;
grant delete, insert, select, update on people.organisation_proposal to mifeng_app;
grant insert, select, update on people.paper_series to mifeng_app;
grant insert, select, update on people.person to mifeng_app;
grant insert, select, update on people.post to mifeng_app;
grant insert, select, update on people.recovery_code to mifeng_app;
grant select, update on people.review_setting to mifeng_app;
grant insert, select on people.rights_review to mifeng_app;
grant insert, select on people.rights_review_decision to mifeng_app;
grant insert, select on people.rights_review_item to mifeng_app;
grant insert, select on people.rights_review_reminder to mifeng_app;
grant insert, select, update on people.role_holding to mifeng_app;
grant delete, insert, select, update on people.scim_group to mifeng_app;
grant delete, insert, select, update on people.scim_token to mifeng_app;
grant delete, insert, select, update on people.scim_user to mifeng_app;
grant insert, select on people.secrecy_organisation to mifeng_app;
grant insert, select, update on people.service_account to mifeng_app;
grant delete, insert, select, update on people.session to mifeng_app;
grant delete, insert, select, update on people.setup_secret to mifeng_app;
grant select, update on people.sign_in_policy to mifeng_app;
grant insert, select, update on people.sign_in_policy_change to mifeng_app;
grant delete, insert, select, update on people.sign_in_step to mifeng_app;
grant delete, insert, select, update on people.sign_on_flow to mifeng_app;
grant delete, insert, select, update on people.sign_on_link to mifeng_app;
grant delete, insert, select, update on people.sign_on_provider to mifeng_app;
grant insert, select on people.signed_paper to mifeng_app;
grant insert, select on people.thing to mifeng_app;
grant insert, select, update on people.token to mifeng_app;
grant insert, select, update on people.token_use to mifeng_app;
grant delete, insert, select, update on supervision.audit_customer to mifeng_app;
grant delete, insert, select, update on supervision.audit_entry to mifeng_app;
grant insert, select on supervision.copy_to_destroy to mifeng_app;
grant insert, select on supervision.erasure_wish to mifeng_app;
grant insert, select on supervision.file_hold to mifeng_app;
grant insert, select on supervision.restriction to mifeng_app;
grant insert, select on supervision.rights_export to mifeng_app;
grant insert, select on supervision.rights_number to mifeng_app;
grant insert, select on supervision.rights_request to mifeng_app;
grant insert, select on supervision.rights_setting to mifeng_app;
grant insert, select on supervision.rights_step to mifeng_app;
grant delete, insert, select, update on supervision.verification to mifeng_app;
grant insert, select, update on usage.application to mifeng_app;
grant delete, insert, select, update on usage.application_customer to mifeng_app;
grant delete, insert, select, update on usage.draft to mifeng_app;
grant insert, select, update on usage.export to mifeng_app;
grant insert, select, update on usage."grant" to mifeng_app;
grant delete, insert, select, update on usage.grant_customer to mifeng_app;
grant insert, select on usage.reading_reason to mifeng_app;
grant insert, select, update on usage.tally to mifeng_app;
grant update (changed) on collection.basis_declaration to mifeng_app;
grant update (decided_at) on collection.basis_declaration to mifeng_app;
grant update (decided_by) on collection.basis_declaration to mifeng_app;
grant update (outcome) on collection.basis_declaration to mifeng_app;
grant update (missing) on collection.consent_backlog_day to mifeng_app;
grant update (of_files) on collection.consent_backlog_day to mifeng_app;
grant update (old_version) on collection.consent_backlog_day to mifeng_app;
grant update (ended_at) on collection.consent_link to mifeng_app;
grant update (told_at) on collection.consent_told to mifeng_app;
grant update (told_by) on collection.consent_told to mifeng_app;
grant update (decided_at) on collection.correction to mifeng_app;
grant update (decided_by) on collection.correction to mifeng_app;
grant update (decision) on collection.correction to mifeng_app;
grant update (owner_id) on collection.correction to mifeng_app;
grant update (state) on collection.correction to mifeng_app;
grant update (tries) on collection.customer_code to mifeng_app;
grant update (used_at) on collection.customer_code to mifeng_app;
grant update (changed_at) on collection.form to mifeng_app;
grant update (closed_at) on collection.form to mifeng_app;
grant update (draft) on collection.form to mifeng_app;
grant update (draft_revision) on collection.form to mifeng_app;
grant update (name) on collection.form to mifeng_app;
grant update (responsible_id) on collection.form to mifeng_app;
grant update (closed_at) on collection.notice to mifeng_app;
grant update (draft) on collection.notice to mifeng_app;
grant update (draft_revision) on collection.notice to mifeng_app;
grant update (name) on collection.notice to mifeng_app;
grant update (decided_at) on collection.notice_version to mifeng_app;
grant update (decided_by) on collection.notice_version to mifeng_app;
grant update (replaced_at) on collection.notice_version to mifeng_app;
grant update (state) on collection.notice_version to mifeng_app;
grant update (decided_at) on collection.purpose_change to mifeng_app;
grant update (decided_by) on collection.purpose_change to mifeng_app;
grant update (outcome) on collection.purpose_change to mifeng_app;
grant update (checklist) on collection.quarantine to mifeng_app;
grant update (conflicts) on collection.quarantine to mifeng_app;
grant update (content_hash) on collection.quarantine to mifeng_app;
grant update (decided_at) on collection.quarantine to mifeng_app;
grant update (instance_id) on collection.quarantine to mifeng_app;
grant update (most_bad) on collection.quarantine to mifeng_app;
grant update (proposal) on collection.quarantine to mifeng_app;
grant update (report) on collection.quarantine to mifeng_app;
grant update (sample_size) on collection.quarantine to mifeng_app;
grant update (seed) on collection.quarantine to mifeng_app;
grant update (state) on collection.quarantine to mifeng_app;
grant update (submitted_at) on collection.quarantine to mifeng_app;
grant update (taken_at) on collection.quarantine to mifeng_app;
grant update (verifier_id) on collection.quarantine to mifeng_app;
grant update (judged_at) on collection.quarantine_item to mifeng_app;
grant update (note) on collection.quarantine_item to mifeng_app;
grant update (opened) on collection.quarantine_item to mifeng_app;
grant update (verdict) on collection.quarantine_item to mifeng_app;
grant update (next) on collection.quarantine_series to mifeng_app;
grant update (bad_permille) on collection.quarantine_setting to mifeng_app;
grant update (changed_at) on collection.quarantine_setting to mifeng_app;
grant update (changed_by) on collection.quarantine_setting to mifeng_app;
grant update (more_points) on collection.quarantine_setting to mifeng_app;
grant update (sample_least) on collection.quarantine_setting to mifeng_app;
grant update (authority) on collection.source to mifeng_app;
grant update (checked_at) on collection.source to mifeng_app;
grant update (checked_by) on collection.source to mifeng_app;
grant update (closed_at) on collection.source to mifeng_app;
grant update (contact) on collection.source to mifeng_app;
grant update (content_hash) on collection.source to mifeng_app;
grant update (contract_from) on collection.source to mifeng_app;
grant update (contract_no) on collection.source to mifeng_app;
grant update (contract_until) on collection.source to mifeng_app;
grant update (credit_code) on collection.source to mifeng_app;
grant update (field_ids) on collection.source to mifeng_app;
grant update (legal_basis) on collection.source to mifeng_app;
grant update (name) on collection.source to mifeng_app;
grant update (note) on collection.source to mifeng_app;
grant update (on_expiry) on collection.source to mifeng_app;
grant update (opened_at) on collection.source to mifeng_app;
grant update (opened_by) on collection.source to mifeng_app;
grant update (provider) on collection.source to mifeng_app;
grant update (purposes) on collection.source to mifeng_app;
grant update (responsible_id) on collection.source to mifeng_app;
grant update (state) on collection.source to mifeng_app;
grant update (valid_from) on collection.source to mifeng_app;
grant update (valid_until) on collection.source to mifeng_app;
grant update (version) on collection.source to mifeng_app;
grant update (decided_at) on collection.source_freeze to mifeng_app;
grant update (decided_by) on collection.source_freeze to mifeng_app;
grant update (state) on collection.source_freeze to mifeng_app;
grant update (decided_at) on collection.submission to mifeng_app;
grant update (decided_by) on collection.submission to mifeng_app;
grant update (files) on collection.submission to mifeng_app;
grant update (state) on collection.submission to mifeng_app;
grant update (by_picture) on custody.document to mifeng_app;
grant update (characters) on custody.document to mifeng_app;
grant update (flagged_at) on custody.document to mifeng_app;
grant update (found) on custody.document to mifeng_app;
grant update (pages) on custody.document to mifeng_app;
grant update (problem) on custody.document to mifeng_app;
grant update (progress_done) on custody.document to mifeng_app;
grant update (progress_of) on custody.document to mifeng_app;
grant update (settled_at) on custody.document to mifeng_app;
grant update (settled_by) on custody.document to mifeng_app;
grant update (state) on custody.document to mifeng_app;
grant update (suggested_level) on custody.document to mifeng_app;
grant update (text_sealed) on custody.document to mifeng_app;
grant update (truncated) on custody.document to mifeng_app;
grant update (updated_at) on custody.document to mifeng_app;
grant update (changed_at) on custody.document_setting to mifeng_app;
grant update (changed_by) on custody.document_setting to mifeng_app;
grant update (macros) on custody.document_setting to mifeng_app;
grant update (read_pictures) on custody.document_setting to mifeng_app;
grant update (scanner_down) on custody.document_setting to mifeng_app;
grant update (level) on custody.document_tokens to mifeng_app;
grant update (tokens) on custody.document_tokens to mifeng_app;
grant update (left_at) on custody.entry to mifeng_app;
grant update (left_by) on custody.entry to mifeng_app;
grant update (left_noted_at) on custody.entry to mifeng_app;
grant update (remark) on custody.entry to mifeng_app;
grant update (undone_at) on custody.merge to mifeng_app;
grant update (undone_by) on custody.merge to mifeng_app;
grant update (undone_in) on custody.merge to mifeng_app;
grant update (category_code) on custody.paper_part to mifeng_app;
grant update (checked_at) on custody.paper_part to mifeng_app;
grant update (checked_by) on custody.paper_part to mifeng_app;
grant update (holder_id) on custody.paper_part to mifeng_app;
grant update (pages) on custody.paper_part to mifeng_app;
grant update (place) on custody.paper_part to mifeng_app;
grant update (removed_at) on custody.paper_part to mifeng_app;
grant update (removed_by) on custody.paper_part to mifeng_app;
grant update (room_id) on custody.paper_part to mifeng_app;
grant update (version) on custody.paper_part to mifeng_app;
grant update (closed_at) on custody.room to mifeng_app;
grant update (door) on custody.room to mifeng_app;
grant update (keeper_id) on custody.room to mifeng_app;
grant update (kind) on custody.room to mifeng_app;
grant update (level) on custody.room to mifeng_app;
grant update (name) on custody.room to mifeng_app;
grant update (place) on custody.room to mifeng_app;
grant update (version) on custody.room to mifeng_app;
grant update (changed_at) on custody.room_setting to mifeng_app;
grant update (changed_by) on custody.room_setting to mifeng_app;
grant update (visitor_months) on custody.room_setting to mifeng_app;
grant update (ended_at) on custody.room_standing to mifeng_app;
grant update (ended_by) on custody.room_standing to mifeng_app;
grant update (until) on custody.room_standing to mifeng_app;
grant update (checked_bytes) on custody.upload to mifeng_app;
grant update (ended_at) on custody.upload to mifeng_app;
grant update (problem) on custody.upload to mifeng_app;
grant update (state) on custody.upload to mifeng_app;
grant update (touched_at) on custody.upload to mifeng_app;
grant update (decided_at) on custody.visit to mifeng_app;
grant update (decided_by) on custody.visit to mifeng_app;
grant update (opinion) on custody.visit to mifeng_app;
grant update (state) on custody.visit to mifeng_app;
grant update (next) on custody.visit_series to mifeng_app;
grant update (due_at) on duties.duty to mifeng_app;
grant update (escalates_at) on duties.duty to mifeng_app;
grant update (evidence) on duties.duty to mifeng_app;
grant update (link) on duties.duty to mifeng_app;
grant update (owner_id) on duties.duty to mifeng_app;
grant update (settled_at) on duties.duty to mifeng_app;
grant update (settled_by) on duties.duty to mifeng_app;
grant update ("values") on duties.duty to mifeng_app;
grant update (accepted_at) on people.appointment to mifeng_app;
grant update (declined_at) on people.appointment to mifeng_app;
grant update (declined_by) on people.appointment to mifeng_app;
grant update (end_reason) on people.appointment to mifeng_app;
grant update (ended_at) on people.appointment to mifeng_app;
grant update (ended_by) on people.appointment to mifeng_app;
grant update (signed_at) on people.appointment to mifeng_app;
grant update (signed_by) on people.appointment to mifeng_app;
grant update (decided_at) on people.authority_proposal to mifeng_app;
grant update (decided_by) on people.authority_proposal to mifeng_app;
grant update (outcome) on people.authority_proposal to mifeng_app;
grant update (told_at) on people.exit_letter to mifeng_app;
grant update (changed_at) on people.exit_setting to mifeng_app;
grant update (changed_by) on people.exit_setting to mifeng_app;
grant update (months) on people.exit_setting to mifeng_app;
grant update (close_reason) on people.rights_review to mifeng_app;
grant update (closed_at) on people.rights_review to mifeng_app;
grant update (closed_by) on people.rights_review to mifeng_app;
grant update (decided_at) on people.secrecy_organisation to mifeng_app;
grant update (decided_by) on people.secrecy_organisation to mifeng_app;
grant update (state) on people.secrecy_organisation to mifeng_app;
grant update (closed_at) on people.thing to mifeng_app;
grant update (closed_by) on people.thing to mifeng_app;
grant update (missing_at) on people.thing to mifeng_app;
grant update (outcome) on people.thing to mifeng_app;
grant update (stopped_at) on people.thing to mifeng_app;
grant update (stopped_by) on people.thing to mifeng_app;
grant update (confirmed_at) on supervision.copy_to_destroy to mifeng_app;
grant update (decided_at) on supervision.erasure_wish to mifeng_app;
grant update (decided_by) on supervision.erasure_wish to mifeng_app;
grant update (outcome) on supervision.erasure_wish to mifeng_app;
grant update (proposed_at) on supervision.erasure_wish to mifeng_app;
grant update (proposed_by) on supervision.erasure_wish to mifeng_app;
grant update (lifted_at) on supervision.file_hold to mifeng_app;
grant update (lifted_by) on supervision.file_hold to mifeng_app;
grant update (lifted_at) on supervision.restriction to mifeng_app;
grant update (lifted_by) on supervision.restriction to mifeng_app;
grant update (handed_at) on supervision.rights_export to mifeng_app;
grant update (handed_by) on supervision.rights_export to mifeng_app;
grant update (sealed) on supervision.rights_export to mifeng_app;
grant update (next) on supervision.rights_number to mifeng_app;
grant update (answer_sealed) on supervision.rights_request to mifeng_app;
grant update (closed_at) on supervision.rights_request to mifeng_app;
grant update (ground) on supervision.rights_request to mifeng_app;
grant update (handler_id) on supervision.rights_request to mifeng_app;
grant update (identity) on supervision.rights_request to mifeng_app;
grant update (state) on supervision.rights_request to mifeng_app;
grant update (days) on supervision.rights_setting to mifeng_app;
grant update (take_days) on supervision.rights_setting to mifeng_app;
grant execute on function custody.erase_file(uuid) to mifeng_app;
