-- breaking: no
-- why: one entry may name many files (a list page, an export); the auditor asks by customer
create table supervision.audit_customer (
  customer_id uuid not null, lane smallint not null, index bigint not null, primary key (customer_id, lane, index));
grant select, insert, update, delete on supervision.audit_customer to mifeng_app;
