-- breaking: no
-- why: notices leave the program (mail, apps, group robots, signed calls) as each person chooses; another system may start and decide forms
create table approval.delivery_setting (
  id smallint primary key default 1 check (id = 1), base_url text not null default '', hosts text[] not null default '{}',
  version int not null default 1, changed_by uuid, changed_at timestamptz not null default now());
insert into approval.delivery_setting (id) values (1);

create table approval.channel (
  id uuid primary key, name text not null, enabled boolean not null default true,
  kind text not null check (kind in ('email','wecom-app','dingtalk-app','feishu-app','wecom-robot','dingtalk-robot','feishu-robot')),
  config jsonb not null, sealed bytea, topics text[] not null default '{}', version int not null default 1,
  created_at timestamptz not null, changed_by uuid, changed_at timestamptz not null, removed_at timestamptz);
comment on column approval.channel.sealed is 'passwords, keys and robot addresses, sealed under the root; never shown again';
create unique index channel_one_personal on approval.channel (kind)
  where removed_at is null and kind in ('email','wecom-app','dingtalk-app','feishu-app');

create table approval.notice_choice (
  person_id uuid primary key references people.person, language text not null check (language in ('zh','en')),
  topics jsonb not null, quiet_from smallint check (quiet_from between 0 and 1439), quiet_until smallint check (quiet_until between 0 and 1439),
  digest_hour smallint not null check (digest_hour between 0 and 23), changed_at timestamptz not null,
  check ((quiet_from is null) = (quiet_until is null)));

-- another system (an OA) that follows, starts and decides forms by signed calls
create table approval.outside_link (
  id uuid primary key, name text not null, enabled boolean not null default true, url text not null, events text[] not null default '{}',
  may_start boolean not null default false, may_decide boolean not null default false, decide_up_to smallint not null default 2 check (decide_up_to between 0 and 9),
  users jsonb not null default '{}', sealed bytea not null, version int not null default 1,
  created_at timestamptz not null, changed_by uuid, changed_at timestamptz not null, removed_at timestamptz);
create table approval.outside_nonce (
  link_id uuid not null references approval.outside_link, nonce text not null, at timestamptz not null, primary key (link_id, nonce));
create index outside_nonce_at on approval.outside_nonce (at);
create table approval.outside_start (
  link_id uuid not null references approval.outside_link, reference text not null, instance_id uuid, number text, at timestamptz not null,
  primary key (link_id, reference));
-- decided elsewhere at a level that asks for the person's own word here
create table approval.outside_wish (
  id uuid primary key, link_id uuid not null references approval.outside_link, instance_id uuid not null references approval.instance,
  task_id uuid not null, person_id uuid not null references people.person, decision text not null check (decision in ('approve','reject','return')),
  opinion text not null default '', snapshot_hash text not null, asked_at timestamptz not null,
  state text not null default 'open' check (state in ('open','confirmed','dropped')), answered_at timestamptz);
create unique index outside_wish_one_open on approval.outside_wish (task_id) where state = 'open';
create index outside_wish_person on approval.outside_wish (person_id, asked_at desc);

-- written in the transaction of what it tells about: nothing is lost, and nothing is sent about an act that was rolled back
create table approval.outbox (
  id uuid primary key, channel_id uuid references approval.channel, link_id uuid references approval.outside_link, person_id uuid references people.person,
  kind text not null, content jsonb not null, state text not null default 'waiting' check (state in ('waiting','sent','dead','dropped')),
  attempts int not null default 0, reason text, locked_until timestamptz, once text unique,
  created_at timestamptz not null, ended_at timestamptz, check (num_nonnulls(channel_id, link_id) = 1));
comment on column approval.outbox.content is 'form number, kind, counts, link; never a customer''s data';
create index outbox_state on approval.outbox (state, created_at);
create index outbox_digest on approval.outbox (person_id) where kind = 'digest';
create index outbox_link on approval.outbox (link_id, created_at desc) where link_id is not null;

grant select, insert, update, delete on approval.delivery_setting, approval.channel, approval.notice_choice, approval.outside_link, approval.outside_nonce,
  approval.outside_start, approval.outside_wish, approval.outbox to mifeng_app;
