-- breaking: no
-- why: collection, complete: customer rights
select 1;
