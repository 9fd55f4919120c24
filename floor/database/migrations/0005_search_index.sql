-- breaking: no
-- why: a pending list of unsorted entries is read whole by every look-up; during an import that cost a second a batch
alter index custody.search_tokens_gin set (fastupdate = off);
