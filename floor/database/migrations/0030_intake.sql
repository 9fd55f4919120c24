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
