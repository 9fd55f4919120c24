-- breaking: no
-- why: catalogue of posts, concurrent posts, acting heads, subsidiaries with isolated files, proposals to leave, archived handover lists
alter table people.department add column subsidiary boolean not null default false, add column entity_id uuid references people.department;
comment on column people.department.entity_id is 'nearest subsidiary at or above this department; null = the parent company itself';
create index department_entity on people.department (entity_id);
create index department_subsidiary on people.department (id) where subsidiary;
alter table people.person add column group_level boolean not null default false;
comment on column people.person.group_level is 'works for the whole group: not confined to the files of one subsidiary';

create table people.post (
  id uuid primary key, name text not null unique, sort int not null default 0, closed_at timestamptz, created_at timestamptz not null default now());
insert into people.post (id, name) select gen_random_uuid(), post from (select distinct post from people.person where post <> '') named;

-- a second post beside the first one; the days are the company's calendar days, both worked
create table people.concurrent_post (
  id uuid primary key, person_id uuid not null references people.person, department_id uuid not null references people.department, post text not null,
  in_scope boolean not null default false, starts_on date not null, ends_on date,
  given_by uuid, given_at timestamptz not null, ended_at timestamptz, ended_by uuid, check (ends_on is null or ends_on >= starts_on));
create index concurrent_post_person on people.concurrent_post (person_id) where ended_at is null;
create unique index concurrent_post_one_open on people.concurrent_post (person_id, department_id, post) where ended_at is null;

create table people.acting_head (
  id uuid primary key, department_id uuid not null references people.department, person_id uuid not null references people.person,
  from_at timestamptz not null, until_at timestamptz not null, given_by uuid, given_at timestamptz not null,
  ended_at timestamptz, ended_by uuid, check (until_at > from_at));
create index acting_head_department on people.acting_head (department_id) where ended_at is null;
create index acting_head_person on people.acting_head (person_id) where ended_at is null;

-- somebody missing from a list or directory that claims to be complete: shown to the system administrator, never carried out by itself
create table people.leaver_proposal (
  person_id uuid primary key references people.person, source text not null, proposed_by uuid, proposed_at timestamptz not null, dismissed_at timestamptz);

-- what was handed over or ended with an employment or a post, and the paper that three people sign
create table people.handover (
  id uuid primary key, number text not null unique, kind text not null check (kind in ('leave', 'move')),
  person_id uuid not null references people.person, receiver_id uuid references people.person, witness_id uuid references people.person,
  content jsonb not null, content_hash text not null, made_by uuid, made_at timestamptz not null);
create index handover_person on people.handover (person_id, made_at desc);
create table people.handover_paper (
  handover_id uuid primary key references people.handover, paper bytea not null, sha256 text not null, archived_at timestamptz not null);
create table people.handover_series (year int primary key, next int not null default 1);

grant select, insert, update on people.post, people.concurrent_post, people.acting_head, people.leaver_proposal, people.handover_series to mifeng_app;
-- an archived list is never altered
grant select, insert on people.handover, people.handover_paper to mifeng_app;
