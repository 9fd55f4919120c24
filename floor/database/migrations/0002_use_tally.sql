-- breaking: no
-- why: clause 4.1.2 limits how much one person opens or searches in a day; the count must survive a restart
create table usage.tally (
  person_id uuid not null, day date not null, full_views int not null default 0, searches int not null default 0,
  primary key (person_id, day));
grant select, insert, update on usage.tally to mifeng_app;
