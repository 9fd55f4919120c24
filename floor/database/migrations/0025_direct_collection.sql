-- breaking: no
-- why: collection, complete: direct collection
select 1;
