-- breaking: no
-- why: collection, complete: levels
select 1;
