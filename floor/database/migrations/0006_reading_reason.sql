-- breaking: no
-- why: words stated for an opening without an application are kept; the entry holds their salted hash, so they cannot be changed unnoticed
create table usage.reading_reason (
  commitment text primary key, person_id uuid not null, customer_id uuid not null, reason text not null, salt bytea not null, at timestamptz not null);
create index reading_reason_customer on usage.reading_reason (customer_id);
grant select, insert on usage.reading_reason to mifeng_app;
alter table supervision.audit_entry add column commitment text;
