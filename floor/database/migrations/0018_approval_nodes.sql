-- breaking: no
-- why: signatures and files handed in with a form, steps decided by another form, summaries of forms
alter table approval.instance add column parent_id uuid references approval.instance, add column parent_run uuid,
  add column summary_zh text not null default '', add column summary_en text not null default '';
comment on column approval.instance.parent_id is 'the form one of whose steps this one decides';
create unique index instance_parent_run on approval.instance (parent_run) where parent_run is not null;
create index instance_parent on approval.instance (parent_id) where parent_id is not null;
alter table approval.node_run add column child_id uuid;
comment on column approval.node_run.child_id is 'the form that decides this step; such a run has no tasks';
alter table approval.task add column signature_id uuid;

-- Sealed like the attachments of a customer, under keys of the form: the id of the form stands where a customer's would.
create table approval.file (
  id uuid primary key, instance_id uuid not null references approval.instance, kind text not null check (kind in ('material', 'signature')),
  level smallint not null, content_type text not null, size bigint not null, commitment bytea not null,
  how text check (how in ('drawn', 'typed')), added_by uuid not null references people.person, added_at timestamptz not null,
  check ((kind = 'signature') = (how is not null)));
create index file_instance on approval.file (instance_id, added_at);
comment on column approval.file.commitment is '16 bytes of salt, then SHA-256 over salt and the SHA-256 of the content';
grant select, insert on approval.file to mifeng_app;
