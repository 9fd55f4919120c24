-- breaking: no
-- why: collection, complete: duties and tidying
select 1;
