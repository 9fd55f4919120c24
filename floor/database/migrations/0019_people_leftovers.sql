-- breaking: no
-- why: what one administrator alone must not do waits for a second one; an account disabled by hand is not enabled by a directory; another system sees only forms it started or was asked about
create table people.confirmation (
  id uuid primary key, kind text not null, subject uuid not null, content jsonb not null,
  proposed_by uuid not null references people.person, proposed_at timestamptz not null, expires_at timestamptz not null,
  state text not null default 'open' check (state in ('open','confirmed','declined','withdrawn','replaced')),
  decided_by uuid references people.person, decided_at timestamptz, check ((state = 'open') = (decided_at is null)));
comment on column people.confirmation.content is 'what will be done, as it was proposed; ids, codes and versions';
create unique index confirmation_one_open on people.confirmation (kind, subject) where state = 'open';
create index confirmation_newest on people.confirmation (proposed_at desc);
grant select, insert, update on people.confirmation to mifeng_app;

-- who disabled an account: only what the directory disabled does the directory enable again; null with a date = by hand
alter table people.account add column disabled_how text check (disabled_how in ('hand','directory','left'));
alter table people.scim_user add column kept_disabled_at timestamptz;
comment on column people.scim_user.kept_disabled_at is 'when the directory last called active somebody whose account was disabled by hand';

-- the forms another system was asked about: it reads and decides these and those it started, and no others
create table approval.outside_asked (
  link_id uuid not null references approval.outside_link, instance_id uuid not null references approval.instance, at timestamptz not null,
  primary key (link_id, instance_id));
grant select, insert, update, delete on approval.outside_asked to mifeng_app;
insert into approval.outside_asked (link_id, instance_id, at)
  select o.link_id, i.id, min(o.created_at) from approval.outbox o
    join approval.outside_link l on l.id = o.link_id and l.may_decide
    join approval.instance i on i.id::text = o.content->'application'->>'id'
   where o.kind = 'approval.assigned' group by o.link_id, i.id;
-- level 1 until the security administrator says more; what stood at the former default of 2 was nobody's decision
alter table approval.outside_link alter column decide_up_to set default 1;
update approval.outside_link set decide_up_to = 1 where decide_up_to = 2;
-- what the platform gave for a message that it delivers later; asked after once
alter table approval.outbox add column receipt text;
