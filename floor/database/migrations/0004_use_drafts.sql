-- breaking: no
-- why: an unfinished application is kept (ids and choices only); a grant that ends by itself is told and noted once
create table usage.draft (person_id uuid primary key, content jsonb not null, saved_at timestamptz not null);
alter table usage.grant add column end_told_at timestamptz, add column end_noted_at timestamptz;
create index grant_end_open on usage.grant (ends_at) where end_noted_at is null and revoked_at is null;
create index export_person on usage.export (person_id, at desc);
grant select, insert, update, delete on usage.draft to mifeng_app;
