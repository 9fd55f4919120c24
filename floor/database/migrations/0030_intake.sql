-- breaking: no
-- why: other systems deliver customers: what a service account may deliver, and by which outside reference a customer is known to which system
alter table people.service_account add column intake jsonb;
comment on column people.service_account.intake is 'what the account may take in (system, fields, purposes, source, channel, rows a day); null = nothing';

-- the outside key is kept as a keyed hash, what was last sent as keyed hashes per field: enough to tell the same from another, nothing to read
create table collection.reference (
  system text not null, key bytea not null, customer_id uuid not null, sent bytea not null, created_at timestamptz not null, changed_at timestamptz not null,
  primary key (system, key));
create index reference_customer on collection.reference (customer_id);
grant select, insert, update on collection.reference to mifeng_app;

-- a stable random word for a customer, another one for each system, so that two systems cannot put theirs together
create table collection.reference_token (
  system text not null, customer_id uuid not null, token bytea not null unique, made_at timestamptz not null, primary key (system, customer_id));

-- what came from whom: counts a day, why something was not taken in, the single problems (no values), answers that may be asked for again
create table collection.delivery_day (
  account_id uuid not null references people.service_account, day date not null, system text not null, rows int not null default 0, created int not null default 0,
  changed int not null default 0, unchanged int not null default 0, refused int not null default 0, mistaken int not null default 0, last_at timestamptz not null,
  primary key (account_id, day));
create table collection.delivery_reason (
  account_id uuid not null references people.service_account, day date not null, reason text not null, times int not null, primary key (account_id, day, reason));
create table collection.delivery_problem (
  account_id uuid not null references people.service_account, id uuid not null, at timestamptz not null, "row" int, reason text not null, field text not null default '', primary key (account_id, id));
create index delivery_problem_at on collection.delivery_problem (at);
create table collection.delivery_key (
  account_id uuid not null references people.service_account, key text not null, content bytea not null, reply jsonb, at timestamptz not null, primary key (account_id, key));
create index delivery_key_at on collection.delivery_key (at);
grant select, insert, update, delete on collection.reference_token, collection.delivery_day, collection.delivery_reason, collection.delivery_problem, collection.delivery_key to mifeng_app;

-- another system may be told of customers, under its own words for them
alter table approval.outside_link add column system text;
comment on column approval.outside_link.system is 'outside system whose reference tokens the events carry';
