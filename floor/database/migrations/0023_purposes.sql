-- breaking: no
-- why: collection, complete: purposes
select 1;
