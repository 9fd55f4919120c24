-- breaking: no
-- why: large attachments arrive in sealed parts and are checked before they count; their text is sealed and found by keyed pairs of characters; pages are looked at as marked pictures
create table custody.document_setting (
  one boolean primary key default true check (one), macros text not null default 'refuse' check (macros in ('refuse','flag')),
  scanner_down text not null default 'refuse' check (scanner_down in ('refuse','flag')),
  read_pictures boolean not null default true, changed_by uuid, changed_at timestamptz);
insert into custody.document_setting default values;
create table custody.upload (
  id uuid primary key, customer_id uuid not null, person_id uuid not null, level smallint not null references custody.level, size bigint not null check (size > 0),
  part_bytes int not null, fingerprint bytea not null, title_sealed bytea not null, ending text not null,
  state text not null default 'receiving' check (state in ('receiving','checking','done','refused','cancelled','expired')),
  checked_bytes bigint not null default 0, problem text, attachment_id uuid not null, begun_at timestamptz not null, touched_at timestamptz not null, ended_at timestamptz);
create unique index upload_one_open on custody.upload (customer_id, person_id, fingerprint) where state = 'receiving';
create index upload_person on custody.upload (person_id, begun_at desc);
create index upload_open on custody.upload (touched_at) where state in ('receiving','checking');
create table custody.upload_part (
  upload_id uuid not null references custody.upload, index int not null, blob uuid not null unique, size int not null, digest bytea not null, primary key (upload_id, index));
create table custody.document (
  customer_id uuid not null, attachment_id uuid not null, level smallint not null references custody.level,
  state text not null default 'waiting' check (state in ('waiting','working','done','none','failed')), problem text,
  kind text not null, pages int, characters int, truncated boolean not null default false, by_picture int not null default 0,
  scanned text not null check (scanned in ('off','clean','missed')), has_macros boolean not null default false, mismatch text,
  found jsonb not null default '{}', suggested_level smallint, flagged_at timestamptz, settled_by uuid, settled_at timestamptz,
  text_sealed bytea, progress_done int not null default 0, progress_of int not null default 0, updated_at timestamptz not null,
  primary key (customer_id, attachment_id), foreign key (customer_id, attachment_id) references custody.attachment (customer_id, id));
create index document_work on custody.document (updated_at desc) where state in ('waiting','working','failed');
create index document_flagged on custody.document (flagged_at desc) where flagged_at is not null and settled_at is null;
create table custody.document_tokens (
  customer_id uuid not null, attachment_id uuid not null, level smallint not null, tokens int[] not null, primary key (customer_id, attachment_id));
create index document_tokens_gin on custody.document_tokens using gin (tokens) with (fastupdate = off);
create table custody.preview (
  id uuid primary key, customer_id uuid not null, attachment_id uuid not null, person_id uuid not null, session_id uuid not null,
  purpose text, reason_stated boolean not null, application_id uuid, booked_grant uuid, pages int not null, opened_at timestamptz not null, until timestamptz not null);
create index preview_person on custody.preview (person_id, opened_at desc);
grant select, update (macros, scanner_down, read_pictures, changed_by, changed_at) on custody.document_setting to mifeng_app;
grant select, insert on custody.upload, custody.upload_part, custody.document, custody.document_tokens, custody.preview to mifeng_app;
grant update (state, checked_bytes, problem, touched_at, ended_at) on custody.upload to mifeng_app;
grant delete on custody.upload_part, custody.document_tokens to mifeng_app;
grant update (tokens, level) on custody.document_tokens to mifeng_app;
grant update (state, problem, pages, characters, truncated, by_picture, found, suggested_level, flagged_at, settled_by, settled_at, text_sealed, progress_done, progress_of, updated_at)
  on custody.document to mifeng_app;
