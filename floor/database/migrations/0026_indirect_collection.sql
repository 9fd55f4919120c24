-- breaking: no
-- why: collection, complete: indirect collection
select 1;
