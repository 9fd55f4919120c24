-- breaking: no
-- why: what the door control wrote down is read in and compared with the entry register; lines are only ever added
alter table custody.room add column door text check (door <> '');
comment on column custody.room.door is 'name of the door as the door control writes it';
create unique index room_door on custody.room (lower(door)) where closed_at is null;
grant update (door) on custody.room to mifeng_app;

create table custody.door_batch (
  id uuid primary key, file_hash bytea not null check (octet_length(file_hash) = 32),
  imported_by uuid not null references people.person, imported_at timestamptz not null,
  rows int not null, imported int not null check (imported > 0), unknown_people int not null, unknown_doors int not null,
  bad_lines int not null, repeated int not null);
create index door_batch_time on custody.door_batch (imported_at desc);
create index door_batch_file on custody.door_batch (file_hash);
create table custody.door_event (
  id uuid primary key, batch_id uuid not null references custody.door_batch, person_id uuid references people.person,
  room_id uuid not null references custody.room, at timestamptz not null, direction text not null check (direction in ('in', 'out')),
  line_hash bytea not null unique check (octet_length(line_hash) = 32));
comment on column custody.door_event.person_id is 'null: the number in the line belongs to nobody; neither name nor number is kept';
create index door_event_room on custody.door_event (room_id, at desc);
create index door_event_time on custody.door_event (at desc);
grant select, insert on custody.door_batch, custody.door_event to mifeng_app;
