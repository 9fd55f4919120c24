-- breaking: no
-- why: nothing; the number is kept for the facts of reading
select 1;
