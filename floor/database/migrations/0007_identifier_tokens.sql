-- breaking: no
-- why: duplicates and exact searches went by 32-bit hashes, which offer a stranger now and then; identifiers get 64 bits
create table custody.identifier (customer_id uuid not null, token bigint not null, named bigint, primary key (customer_id, token));
create index identifier_token on custody.identifier (token);
grant select, insert, update, delete on custody.identifier to mifeng_app;
