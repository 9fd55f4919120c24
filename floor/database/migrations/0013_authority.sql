-- breaking: no
-- why: authority matrix (role, category, level, action) with its versions, and the proposals that a second administrator decides
create table people.authority_proposal (
  id uuid primary key, base_version int not null, content jsonb not null, content_hash text not null, reason text not null,
  proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  decided_by uuid references people.person, decided_at timestamptz,
  outcome text check (outcome in ('confirmed', 'declined', 'withdrawn', 'replaced')),
  check ((decided_at is null) = (outcome is null)), check (outcome is null or outcome in ('withdrawn', 'replaced') or decided_by <> proposed_by));
create unique index authority_proposal_one_open on people.authority_proposal ((true)) where decided_at is null;
create index authority_proposal_newest on people.authority_proposal (proposed_at desc, id desc);

-- the version with the highest number is in force
create table people.authority_matrix (
  version int primary key check (version > 0), content jsonb not null, content_hash text not null, in_force_since timestamptz not null default now(),
  proposal_id uuid unique references people.authority_proposal, proposed_by uuid references people.person, confirmed_by uuid references people.person,
  reason text not null default '', check (version = 1 or (proposal_id is not null and confirmed_by <> proposed_by)));
comment on column people.authority_matrix.content_hash is 'SHA-256 of the canonical JSON; a version that is not what it says gives nothing to anybody';

-- until the company lays down its own: every role, and all staff, whatever the other clauses allow
insert into people.authority_matrix (version, content, content_hash)
select 1, jsonb_agg(jsonb_build_object('role', role, 'scope', 'all', 'cells', cells) order by place),
  'c0253370068ec086bc3a5e873bba6ef655225e5227b12d6d8d53fa08b1c1cdb9'
from unnest('{staff,archivist,collector,executive,general-manager,secrecy-office,legal}'::text[]) with ordinality as roles(role, place),
  (select jsonb_agg(jsonb_build_object('category', category, 'level', level,
      'verbs', '["list", "search", "read", "copy", "export", "print", "write"]'::jsonb) order by place, level) as cells
    from unnest('{basic,transaction,finance,trade-secret,technical,attachment}'::text[]) with ordinality as categories(category, place),
      generate_series(1, 4) as level) as every_cell;

-- a version is never altered, and of a proposal only what became of it
grant select, insert on people.authority_matrix, people.authority_proposal to mifeng_app;
grant update (decided_by, decided_at, outcome) on people.authority_proposal to mifeng_app;
