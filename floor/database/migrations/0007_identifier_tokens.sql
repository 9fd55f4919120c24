-- breaking: no
-- why: nothing yet
select 1;
