-- breaking: no
-- why: words stated for an opening without an application are kept; the entry holds their salted hash, so they cannot be changed unnoticed
create table usage.reading_reason (
  lane int not null, leaf_index bigint not null, person_id uuid not null, customer_id uuid not null, reason text not null, salt bytea not null,
  primary key (lane, leaf_index));
create index reading_reason_customer on usage.reading_reason (customer_id);
grant select, insert on usage.reading_reason to mifeng_app;
