-- breaking: no
-- why: sessions are bound to the browser that signed in, the rules of sign-in say for each role from which networks and how long, and which acts ask anew
alter table people.session
  add column bound_hash bytea, add column bound_next bytea, add column bound_next_at timestamptz,
  add column device_key bytea, add column signed_at timestamptz, add column signed_from text[] not null default '{}';
comment on column people.session.bound_hash is 'hash of the second secret that the browser was given with the session; null: opened before there was one';
comment on column people.session.bound_next is 'given out at the last signature; takes the place of the other once the browser has shown it at the next';
comment on column people.session.device_key is 'public key (SPKI) of a pair whose private half cannot be taken out of the browser; null: the browser made none';
comment on column people.session.signed_from is 'addresses from which the key signed lately';
alter table people.challenge drop constraint challenge_purpose_check,
  add constraint challenge_purpose_check check (purpose in ('sign-in', 'step', 'prove', 'register', 'device'));
alter table people.sign_in_policy
  add column by_role jsonb not null default '[]',
  add column step_up_acts text[] not null default
    '{export,print,give-role,set-clearance,combine-offices,sign-in-rules,confirm-sign-in-rules,reset-factor,make-token,service-rights,edit-authority,confirm-authority}';
comment on column people.sign_in_policy.by_role is 'for each role: networks from which its holders sign in, idle minutes and hours of a session; role staff means everybody';
-- a change that waits now was laid down without these: it leaves them as they are
update people.sign_in_policy_change c set proposal = c.proposal || jsonb_build_object('byRole', p.by_role, 'stepUpActs', to_jsonb(p.step_up_acts))
  from people.sign_in_policy p where c.decided_at is null;
