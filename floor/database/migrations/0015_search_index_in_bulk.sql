-- breaking: no
-- why: entering every part of every row by itself was three quarters of the database's work in an import; now the rows of one statement are gathered, sorted and entered together, and no pending list is left for searches to read
create function custody.settle_search_index() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  -- Absent while an operator builds it anew.
  index regclass := to_regclass('custody.search_tokens_gin');
begin
  if index is not null then
    perform gin_clean_pending_list(index);
  end if;
  return null;
end
$$;
revoke execute on function custody.settle_search_index() from public;
create trigger search_tokens_settled after insert or update on custody.search_tokens
  for each statement execute function custody.settle_search_index();
alter index custody.search_tokens_gin set (fastupdate = on);
