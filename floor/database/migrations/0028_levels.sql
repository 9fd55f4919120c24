-- breaking: no
-- why: levels end, rise with volume and follow the highest part; rules of the company suggest them; nothing lowers one unapproved

-- Open-ended terms, automatic ending, and the number of customers from which a collection counts as one level higher.
alter table custody.level
  add column open_term text check (open_term in ('long-term', 'until-published')),
  add column ends_by_itself boolean not null default false,
  add column rises_at integer check (rises_at >= 1),
  add constraint level_one_term check (open_term is null or secrecy_years is null);
update custody.level set rises_at = case rank when 1 then 2500 when 2 then 250 when 3 then 25 end;

-- Steps at which an export or import is told to the secrecy office (interpretation of 2017, article 5, halved for staff).
create table custody.level_setting (
  id smallint primary key default 1 check (id = 1),
  alarm_steps integer[] not null default '{25,250,2500}',
  review_days integer not null default 30 check (review_days between 7 and 180),
  version integer not null default 1
);
insert into custody.level_setting default values;
grant select, insert, update on custody.level_setting to mifeng_app;

-- What a company's own rule says; every version stays.
create table custody.level_rule (
  id uuid not null,
  version integer not null check (version >= 1),
  name text not null,
  priority integer not null,
  effect text not null check (effect in ('at-least', 'exactly')),
  condition jsonb not null,
  level smallint references custody.level (rank),
  category text check (category in ('basic', 'transaction', 'finance', 'trade-secret', 'technical')),
  sensitive boolean not null default false,
  retired boolean not null default false,
  state text not null check (state in ('waiting', 'in-force', 'replaced', 'rejected')),
  lowers boolean not null,
  written_by uuid not null references people.person (id),
  written_at timestamptz not null,
  decided_by uuid references people.person (id),
  decided_at timestamptz,
  primary key (id, version),
  constraint level_rule_second_person check (decided_by <> written_by),
  constraint level_rule_lowering_confirmed check (not lowers or state <> 'in-force' or decided_by is not null)
);
create unique index level_rule_one_in_force on custody.level_rule (id) where state = 'in-force';
create unique index level_rule_one_waiting on custody.level_rule (id) where state = 'waiting';
create index level_rule_by_writer on custody.level_rule (written_at desc);
grant select, insert, update on custody.level_rule to mifeng_app;

-- What would loosen the settings of the levels and waits for a second person.
create table custody.level_proposal (
  id uuid primary key,
  kind text not null check (kind in ('ends-by-itself', 'rises-at', 'alarm-steps')),
  content jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'carried-out', 'rejected')),
  proposed_by uuid not null references people.person (id),
  proposed_at timestamptz not null,
  decided_by uuid references people.person (id),
  decided_at timestamptz,
  constraint level_proposal_second_person check (decided_by <> proposed_by),
  constraint level_proposal_decided check ((state = 'waiting') = (decided_by is null))
);
create index level_proposal_open on custody.level_proposal (proposed_at) where state = 'waiting';
grant select, insert, update on custody.level_proposal to mifeng_app;

-- Form 20 asks for more: fixing, changing or ending a level, its term, and who may know.
alter table custody.level_change
  add column kind text not null default 'change' check (kind in ('classify', 'change', 'declassify', 'ended')),
  add column years integer check (years between 1 and 30),
  add column open_term text check (open_term in ('long-term', 'until-published')),
  add column scope text not null default '',
  add column scope_departments uuid[] not null default '{}',
  add column applied_in xid8,
  add constraint level_change_one_term check (years is null or open_term is null);
create index level_change_of_customer on custody.level_change (customer_id, field_id) where customer_id is not null;

-- The level of something with its term. One runs at a time for each file or field; those that ended stay.
create table custody.level_term (
  id uuid primary key,
  customer_id uuid,
  field_id smallint references custody.field (id),
  level smallint not null references custody.level (rank),
  years integer,
  open_term text,
  scope text not null default '',
  scope_departments uuid[] not null default '{}',
  starts_at timestamptz not null,
  ends_at timestamptz,
  instance_id uuid not null unique,
  fixed_by uuid not null,
  review_raised_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  constraint level_term_subject check (customer_id is not null or field_id is not null),
  constraint level_term_open_ended check ((ends_at is null) = (years is null)),
  constraint level_term_ended check ((ended_at is null) = (ended_by is null))
);
create unique index level_term_one_running on custody.level_term (customer_id, field_id) nulls not distinct where ended_at is null;
create index level_term_ending on custody.level_term (ends_at) where ended_at is null and ends_at is not null;
grant select, insert, update on custody.level_term to mifeng_app;

-- The highest level among a file's attachments and paper parts; its fields are read from the sealed blocks.
alter table custody.customer add column parts_level smallint not null default 0;
update custody.customer c set parts_level = p.level
  from (select customer_id, max(level) as level from custody.attachment where removed_at is null group by customer_id) p
  where p.customer_id = c.id;

create function custody.parts_level_of(customer uuid) returns smallint language sql stable as $$
  select coalesce(max(level), 0)::smallint from custody.attachment where customer_id = customer and removed_at is null
$$;

-- A file is at least as high as its highest part, whoever writes the part and in which way.
create function custody.follow_parts() returns trigger language plpgsql as $$
begin
  update custody.customer set parts_level = custody.parts_level_of(new.customer_id)
    where id = new.customer_id and parts_level <> custody.parts_level_of(new.customer_id);
  return null;
end $$;
create trigger follow_parts after insert or update of level, removed_at on custody.attachment
  for each row execute function custody.follow_parts();

create function custody.keep_parts_level() returns trigger language plpgsql as $$
begin
  if new.parts_level < custody.parts_level_of(new.id) then
    raise exception 'a file is at least as high as its highest part' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_parts_level before update of parts_level on custody.customer
  for each row when (new.parts_level < old.parts_level) execute function custody.keep_parts_level();

-- A level falls only in the transaction that carries out an approved form 20 (or an ending that two people arranged), or
-- that undoes a merge, and then to what it was before that merge. Of an erased file nothing is left that a level guards.
create function custody.is_lowering_approved(customer uuid, field smallint, target smallint) returns boolean
  language sql stable as $$
  select exists (select from custody.level_change
    where applied_in = pg_current_xact_id() and to_level = target
      and customer_id is not distinct from customer and field_id is not distinct from field)
    or exists (select from keyring.erasure e where e.customer_id = customer)
    or exists (select from custody.merge m where m.undone_in = pg_current_xact_id() and m.stays = customer
      and case when field is null then (m.before ->> 'level')::smallint = target
        else target = (select f.level from custody.field f where f.id = field)
          or exists (select from jsonb_to_recordset(m.before -> 'overrides') as o(field smallint, level smallint)
            where o.field = is_lowering_approved.field and o.level = target) end)
$$;

create function custody.keep_file_level() returns trigger language plpgsql as $$
begin
  if not custody.is_lowering_approved(new.id, null, new.level) then
    raise exception 'the level of a file falls by approved application only' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_file_level before update of level on custody.customer
  for each row when (new.level < old.level) execute function custody.keep_file_level();

create function custody.keep_catalogue_level() returns trigger language plpgsql as $$
begin
  if not custody.is_lowering_approved(null, new.id, new.level) then
    raise exception 'the level of a field falls by approved application only' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_catalogue_level before update of level on custody.field
  for each row when (new.level < old.level) execute function custody.keep_catalogue_level();

create function custody.keep_field_level() returns trigger language plpgsql as $$
declare
  before smallint;
  after smallint;
  this_customer uuid := case when tg_op = 'DELETE' then old.customer_id else new.customer_id end;
  this_field smallint := case when tg_op = 'DELETE' then old.field_id else new.field_id end;
  usual smallint;
begin
  select level into usual from custody.field where id = this_field;
  before := case when tg_op = 'INSERT' then usual else old.level end;
  after := case when tg_op = 'DELETE' then usual else new.level end;
  if after < before and not custody.is_lowering_approved(this_customer, this_field, after) then
    raise exception 'the level of a value falls by approved application only' using errcode = 'check_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_field_level before insert or update or delete on custody.field_level
  for each row execute function custody.keep_field_level();

-- How high what was taken out stood, for the volume of one person and day.
alter table usage.export
  add column level smallint not null default 1,
  add column collection_level smallint not null default 1,
  add column alarm integer;
create index export_of_person_and_day on usage.export (person_id, at);

-- The same for what came in.
alter table custody.batch add column collection_level smallint, add column customers integer;
