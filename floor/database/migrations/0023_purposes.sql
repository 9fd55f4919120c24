-- breaking: yes
-- why: the register of processing purposes with what each needs and who may use it, and where every value came from; the purposes move, so an older program does not find them
alter table usage.purpose set schema collection;
alter table collection.purpose
  add column legal_basis text not null default 'contract' check (legal_basis in ('consent', 'contract', 'statutory-duty', 'emergency',
    'public-interest-reporting', 'already-public', 'other-law', 'no-personal-data')),
  add column notice_code text,
  add column retention_months int check (retention_months between 1 and 1200),
  add column afterwards text not null default 'delete' check (afterwards in ('delete', 'anonymise', 'restrict')),
  add column roles text[] not null default '{}', add column departments uuid[] not null default '{}',
  add column note text not null default '', add column version int not null default 1 check (version > 0),
  add column changed_at timestamptz;
comment on column collection.purpose.retention_months is 'after the last act for it; null = until the relation with the customer ends';
comment on column collection.purpose.roles is 'together with departments: who may use it; nobody named = everybody';

create table collection.purpose_field (
  purpose text not null references collection.purpose, field_id smallint not null references custody.field, primary key (purpose, field_id));
create index purpose_field_field on collection.purpose_field (field_id);

-- counted up with every change: whoever remembers the purposes of this number has nothing to read
create table collection.purpose_register (id smallint primary key default 1 check (id = 1), version int not null default 1);
insert into collection.purpose_register default values;

create table collection.purpose_change (
  id uuid primary key, purpose text not null, base int not null check (base >= 0), content jsonb not null, before jsonb, widens text[] not null default '{}',
  reason text not null, proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  decided_by uuid references people.person, decided_at timestamptz,
  outcome text check (outcome in ('held', 'confirmed', 'declined', 'withdrawn', 'replaced')),
  check ((decided_at is null) = (outcome is null)), check (outcome not in ('confirmed', 'declined') or decided_by <> proposed_by),
  check (outcome is distinct from 'held' or widens = '{}'));
create unique index purpose_change_one_open on collection.purpose_change (purpose) where decided_at is null;
create index purpose_change_newest on collection.purpose_change (purpose, proposed_at desc, id desc);
comment on column collection.purpose_change.widens is 'what the change opens further; without any it holds at once, else once a second person confirms it';
comment on column collection.purpose_change.base is 'version over which it was laid; 0 = a new purpose';

-- what a batch was taken in by: the origin of every value first filed with it
alter table custody.batch add column source_id uuid, add column purposes text[] not null default '{}', add column legal_basis text;
update custody.batch b set source_id = nullif(i.options->>'source', '')::uuid, legal_basis = nullif(i.options->>'legalBasis', '')
from collection.import i where i.batch_id = b.id and i.options is not null;

create table collection.origin (
  customer_id uuid not null, id uuid not null, fields smallint[] not null, kind text not null, source_id uuid references collection.source,
  batch_id uuid references custody.batch, notice_version_id uuid, purposes text[] not null default '{}', legal_basis text not null,
  until timestamptz, actor_id uuid not null, at timestamptz not null, primary key (customer_id, id));
comment on table collection.origin is 'where values came from that were written one file at a time; what arrived in a batch has its origin there';

grant select, insert, update on collection.purpose to mifeng_app;
grant select, insert, delete on collection.purpose_field to mifeng_app;
grant select, update on collection.purpose_register to mifeng_app;
-- of a change only what became of it is added
grant select, insert on collection.purpose_change, collection.origin to mifeng_app;
grant update (decided_by, decided_at, outcome) on collection.purpose_change to mifeng_app;
