-- breaking: no
-- why: collection, complete: intake
select 1;
