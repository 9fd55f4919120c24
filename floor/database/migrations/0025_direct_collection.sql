-- breaking: no
-- why: customers fill in forms themselves: at a public address, at the counter, or on paper; who collected what, where and when

-- A challenge that a stranger's browser solved is worth one request; the list is swept when they have expired.
create table collection.spent_challenge (id uuid primary key, until timestamptz not null);
create index spent_challenge_until on collection.spent_challenge (until);
grant select, insert, delete on collection.spent_challenge to mifeng_app;
