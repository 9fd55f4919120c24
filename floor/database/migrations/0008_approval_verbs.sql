-- breaking: no
-- why: every verb of the approval flow: branches, added signers, proxies, pools, revocation, suspension, hand-over
alter table approval.definition add column rules jsonb, add column retired_at timestamptz;
alter table approval.instance add column plan jsonb, add column rules jsonb, add column about jsonb not null default '{}',
  -- picks, way back after a return, a deed that waits for a second administrator, a revocation under way
  add column course jsonb not null default '{}', add column suspended_at timestamptz, add column copy_of uuid references approval.instance;
alter table approval.instance drop constraint instance_state_check, add constraint instance_state_check
  check (state in ('draft','running','returned','approved','rejected','withdrawn','terminated','expired','revoking','revoked'));
create index instance_number_form on approval.instance (form, state);
alter table approval.node_run add column branch smallint not null default 0,
  add column kind text not null default 'approval' check (kind in ('approval','revocation')), add column voided boolean not null default false;
-- opening a step again took the runs of that step and of later ones back
update approval.node_run r set voided = true where exists (
  select from approval.node_run later where later.instance_id = r.instance_id and later.opened_at > r.opened_at and later.step <= r.step);
drop index approval.node_run_one_open;
create unique index node_run_one_open on approval.node_run (instance_id, branch) where closed_at is null;
create index node_run_instance on approval.node_run (instance_id);
alter table approval.task drop constraint task_state_check, add constraint task_state_check
  check (state in ('pending','waiting','todo','approving','delegated','approved','rejected','returned','transferred','advised','closed','skipped','cancelled','expired'));
alter table approval.task add column on_behalf_of uuid references people.person, add column under_task_id uuid, add column under_as text, add column under_mode text,
  add column weight int not null default 1, add column group_label text, add column place int not null default 0,
  add column reminders smallint not null default 0, add column claimed_at timestamptz, add column asked_at timestamptz, add column answered_at timestamptz,
  -- an opinion that is not given yet, the holder's alone
  add column draft_opinion text not null default '', add column decided_hash text, add column voided boolean not null default false;
update approval.task t set decided_hash = (
  select a.snapshot_hash from approval.action a
   where a.instance_id = t.instance_id and a.task_id = t.id and a.verb in ('approve', 'reject', 'return') order by a.seq desc limit 1);
update approval.task set reminders = 1 where reminded_at is not null;
-- what lies with a person: tasks that are not over
create index task_held on approval.task (assignee_id) where state in ('pending','waiting','todo','approving','delegated');
create index task_draft on approval.task (assignee_id) where draft_opinion <> '';
create index cc_unread on approval.cc (person_id) where read_at is null;
create index notice_unread on approval.notice (person_id) where read_at is null;
create table approval.proxy (
  id uuid primary key, principal_id uuid not null references people.person, proxy_id uuid not null references people.person,
  from_at timestamptz not null, until_at timestamptz not null, reason text not null default '',
  created_by uuid not null, created_at timestamptz not null, ended_at timestamptz, ended_by uuid, swept_at timestamptz,
  check (until_at > from_at), check (principal_id <> proxy_id));
create index proxy_principal on approval.proxy (principal_id, until_at);
create index proxy_proxy on approval.proxy (proxy_id, until_at);
create index proxy_open on approval.proxy (until_at) where swept_at is null;
create index task_proxy on approval.task (on_behalf_of) where on_behalf_of is not null and state in ('pending','waiting','todo','approving','delegated');
grant select, insert, update on approval.proxy to mifeng_app;
