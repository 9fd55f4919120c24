-- breaking: no
-- why: second factors, recovery codes, remembered devices, passkeys, the half-open step of a sign-in, and the rules of sign-in with their two-person change
alter table people.session
  add column via text not null default 'password',
  add column proven_at timestamptz, add column proven_by text,
  add column known_at timestamptz;
comment on column people.session.proven_at is 'when the holder last proved anew who they are, with a factor or, without any, the password';
comment on column people.session.known_at is 'the owner said: this other session is mine';
alter table people.account
  add column must_enrol boolean not null default false, add column factor_due_at timestamptz,
  add column factor_failures int not null default 0, add column factor_locked_until timestamptz,
  add column password_alone boolean not null default true,
  add column change_reason text;
comment on column people.account.must_enrol is 'a second factor is required, the days of grace are over and there is none';
comment on column people.account.password_alone is 'long enough to stand without a second factor';

create table people.factor (
  id uuid primary key, account_id uuid not null references people.account, kind text not null check (kind in ('totp', 'passkey')),
  name text not null default '', sealed bytea, last_step bigint,
  credential_id text, public_key bytea, counter bigint not null default 0, transports text[] not null default '{}', rp_id text not null default '',
  created_at timestamptz not null, confirmed_at timestamptz, used_at timestamptz, ended_at timestamptz, end_reason text,
  check ((kind = 'totp') = (sealed is not null)), check ((kind = 'passkey') = (credential_id is not null and public_key is not null)));
create index factor_account on people.factor (account_id) where ended_at is null;
-- a credential belongs to one account for ever, also after it was ended
create unique index factor_credential on people.factor (credential_id);

create table people.recovery_code (
  id uuid primary key, account_id uuid not null references people.account, hash bytea not null,
  created_at timestamptz not null, used_at timestamptz, ended_at timestamptz);
create index recovery_code_account on people.recovery_code (account_id) where used_at is null and ended_at is null;

create table people.device (
  id uuid primary key, account_id uuid not null references people.account, token_hash bytea not null unique,
  address text not null default '', agent text not null default '', created_at timestamptz not null, expires_at timestamptz not null,
  used_at timestamptz not null, ended_at timestamptz, end_reason text);
create index device_account on people.device (account_id) where ended_at is null;

-- between the first and the second factor: no session, only a ticket that the second factor turns into one
create table people.sign_in_step (
  id uuid primary key, ticket_hash bytea not null unique, account_id uuid not null references people.account, via text not null,
  password_hash text not null, address text not null, agent text not null, created_at timestamptz not null, expires_at timestamptz not null,
  attempts int not null default 0, used_at timestamptz);
create index sign_in_step_expiry on people.sign_in_step (expires_at);
create table people.challenge (
  id uuid primary key, purpose text not null check (purpose in ('sign-in', 'step', 'prove', 'register')), value text not null,
  account_id uuid references people.account, expires_at timestamptz not null, used_at timestamptz);
create index challenge_expiry on people.challenge (expires_at);

create table people.sign_in_policy (
  id smallint primary key default 1 check (id = 1), profile text not null default 'nist' check (profile in ('nist', 'djcp')),
  class_rule boolean not null default false, age_days int not null default 90 check (age_days in (90, 180)),
  factor_roles text[] not null default '{system-admin,security-admin,audit-admin,executive,general-manager,secrecy-office,legal}',
  grace_days int not null default 7 check (grace_days between 0 and 30),
  step_up_minutes int not null default 15 check (step_up_minutes between 1 and 60),
  remember_days int not null default 30 check (remember_days between 0 and 30),
  passkey_days int not null default 90 check (passkey_days between 30 and 365),
  in_force_since timestamptz, proposed_by uuid, confirmed_by uuid, reason text not null default '');
insert into people.sign_in_policy default values;
create table people.sign_in_policy_change (
  id uuid primary key, proposal jsonb not null, reason text not null, proposed_by uuid not null references people.person, proposed_at timestamptz not null,
  decided_by uuid references people.person, decided_at timestamptz, outcome text check (outcome in ('confirmed', 'declined', 'replaced')));
create unique index sign_in_policy_change_one_open on people.sign_in_policy_change ((true)) where decided_at is null;

grant select, insert, update on people.factor, people.recovery_code, people.device, people.sign_in_policy_change to mifeng_app;
grant select, insert, update, delete on people.sign_in_step, people.challenge to mifeng_app;
grant select, update on people.sign_in_policy to mifeng_app;
