-- breaking: no
-- why: collection, complete: documents
select 1;
