-- breaking: no
-- why: sign-in through the company's own systems, proposals of organisation changes from them, SCIM
create table people.sign_on_provider (
  id uuid primary key, kind text not null check (kind in ('oidc', 'ldap', 'wecom', 'dingtalk', 'feishu')), name text not null,
  -- addresses, client ids, names of claims and attributes; the client secret or bind password is sealed apart
  config jsonb not null, secret_sealed bytea, origin text not null,
  linking text not null check (linking in ('self', 'employee-no', 'email')), creates_accounts boolean not null default false,
  sync boolean not null default false, enabled boolean not null default false, version int not null default 1,
  tested_at timestamptz, created_by uuid not null, created_at timestamptz not null, changed_at timestamptz not null);
-- who an account is in another system
create table people.sign_on_link (
  id uuid primary key, provider_id uuid not null references people.sign_on_provider, external_id text not null,
  account_id uuid not null references people.account, made_by text not null check (made_by in ('owner', 'claim', 'created')),
  created_at timestamptz not null, used_at timestamptz, unique (provider_id, external_id), unique (provider_id, account_id));
create index sign_on_link_account on people.sign_on_link (account_id);
-- a sign-on that is under way in another system: one use, ten minutes, one browser
create table people.sign_on_flow (
  id uuid primary key, state_hash bytea not null unique, browser_hash bytea not null,
  provider_id uuid not null references people.sign_on_provider, account_id uuid references people.account,
  kept_sealed bytea not null, created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz);
create index sign_on_flow_old on people.sign_on_flow (expires_at);
-- who was seen in a directory: only they can be missing there later
create table people.directory_person (
  provider_id uuid not null references people.sign_on_provider, external_id text not null,
  person_id uuid not null references people.person, seen_at timestamptz not null, primary key (provider_id, external_id));
create table people.organisation_proposal (
  id uuid primary key, provider_id uuid not null references people.sign_on_provider, made_at timestamptz not null, made_by uuid,
  state text not null check (state in ('open', 'applied', 'discarded', 'replaced')),
  content jsonb not null, decided_by uuid, decided_at timestamptz);
create unique index organisation_proposal_one_open on people.organisation_proposal (provider_id) where state = 'open';
create table people.scim_token (
  id uuid primary key, name text not null, token_hash bytea not null unique, created_by uuid not null references people.person,
  created_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz, used_at timestamptz);
create table people.scim_user (
  person_id uuid primary key references people.person, external_id text, created_at timestamptz not null, changed_at timestamptz not null);
create unique index scim_user_external on people.scim_user (external_id);
create table people.scim_group (
  department_id uuid primary key references people.department, external_id text, created_at timestamptz not null, changed_at timestamptz not null);
create unique index scim_group_external on people.scim_group (external_id);
grant select, insert, update, delete on people.sign_on_provider, people.sign_on_link, people.sign_on_flow, people.directory_person,
  people.organisation_proposal, people.scim_token, people.scim_user, people.scim_group to mifeng_app;
