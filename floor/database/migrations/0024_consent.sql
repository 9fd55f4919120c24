-- breaking: no
-- why: collection, complete: consent
select 1;
