-- breaking: no
-- why: what customers ask for under PIPL 44-50 is answered in time and stands on record; files are restricted or erased by two people, never while a hold stands
create table supervision.rights_setting (one boolean primary key default true check (one), days int not null default 30 check (days between 1 and 90),
  take_days int not null default 7 check (take_days between 1 and 30));
insert into supervision.rights_setting default values;
create table supervision.rights_number (year int primary key, next int not null check (next > 0));
create table supervision.rights_request (
  id uuid primary key, number text not null unique, customer_id uuid not null references custody.customer,
  kind text not null check (kind in ('see','copy','correct','delete','restrict','move','withdraw','explain')),
  channel text not null check (channel in ('web','letter','phone','counter')),
  identity text not null check (identity in ('code','document','call-back','unproven')),
  level smallint not null, text_sealed bytea not null, secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  made_at timestamptz not null, due_at timestamptz not null, entered_by uuid references people.person,
  state text not null default 'open' check (state in ('open','erasing','granted','refused')),
  handler_id uuid references people.person, ground text, answer_sealed bytea, closed_at timestamptz,
  check ((state in ('granted','refused')) = (closed_at is not null)));
create index rights_request_list on supervision.rights_request (state, due_at, id);
create index rights_request_customer on supervision.rights_request (customer_id, made_at);
create table supervision.rights_step (
  request_id uuid not null references supervision.rights_request, id uuid not null, at timestamptz not null,
  actor_id uuid references people.person, step text not null, detail jsonb not null default '{}', primary key (request_id, id));
-- what is handed out, sealed under keys of the request; gone once it was taken or has run out
create table supervision.rights_export (
  id uuid primary key, request_id uuid not null unique references supervision.rights_request, customer_id uuid not null,
  sealed bytea, made_by uuid not null references people.person, made_at timestamptz not null, expires_at timestamptz not null,
  handed_at timestamptz, handed_by uuid references people.person);
create index rights_export_open on supervision.rights_export (expires_at) where sealed is not null;
create index rights_export_customer on supervision.rights_export (customer_id);
create table supervision.erasure_wish (
  request_id uuid primary key references supervision.rights_request, customer_id uuid not null, proposed_by uuid not null references people.person,
  proposed_at timestamptz not null, decided_by uuid references people.person, decided_at timestamptz,
  outcome text check (outcome in ('erased','declined')), check ((decided_by is null) = (outcome is null)), check (decided_by <> proposed_by));
create table supervision.file_hold (
  id uuid primary key, customer_id uuid not null references custody.customer, kind text not null check (kind in ('legal-hold','retention')),
  ground text not null, reference text not null check (char_length(reference) between 2 and 60), set_by uuid not null references people.person,
  set_at timestamptz not null, until_at timestamptz, lifted_by uuid references people.person, lifted_at timestamptz);
create index file_hold_customer on supervision.file_hold (customer_id) where lifted_at is null;
create index file_hold_list on supervision.file_hold (set_at desc, id);
create table supervision.restriction (
  id uuid primary key, customer_id uuid not null references custody.customer, request_id uuid references supervision.rights_request, ground text not null,
  set_by uuid not null references people.person, set_at timestamptz not null, lifted_by uuid references people.person, lifted_at timestamptz);
create unique index restriction_one_open on supervision.restriction (customer_id) where lifted_at is null;
-- whoever carried data of an erased file out destroys the copy and says so
create table supervision.copy_to_destroy (
  id uuid primary key, request_id uuid not null references supervision.rights_request, customer_id uuid not null, person_id uuid not null references people.person,
  export_id uuid not null, told_at timestamptz not null, confirmed_at timestamptz, unique (request_id, export_id));
create index copy_to_destroy_person on supervision.copy_to_destroy (person_id, told_at) where confirmed_at is null;

-- sealed values of a file whose keys were destroyed; nothing else may be taken away by it
create function custody.erase_file(file uuid) returns void language plpgsql security definer set search_path to 'pg_catalog' as $$
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
end $$;
revoke all on function custody.erase_file(uuid) from public;
grant execute on function custody.erase_file(uuid) to mifeng_app;

grant select, insert on supervision.rights_setting, supervision.rights_number, supervision.rights_request, supervision.rights_step, supervision.rights_export,
  supervision.erasure_wish, supervision.file_hold, supervision.restriction, supervision.copy_to_destroy to mifeng_app;
grant update (days, take_days) on supervision.rights_setting to mifeng_app;
grant update (next) on supervision.rights_number to mifeng_app;
grant update (state, handler_id, ground, answer_sealed, closed_at, identity) on supervision.rights_request to mifeng_app;
grant update (sealed, handed_at, handed_by) on supervision.rights_export to mifeng_app;
grant update (proposed_by, proposed_at, decided_by, decided_at, outcome) on supervision.erasure_wish to mifeng_app;
grant update (lifted_by, lifted_at) on supervision.file_hold, supervision.restriction to mifeng_app;
grant update (confirmed_at) on supervision.copy_to_destroy to mifeng_app;
