-- The change log (Protokoll): what people and programs did, one log for each body and one for the installation itself
-- (body_id 0). Appended only; leaves of a Merkle tree, as the journal's entries are.

create table audit_log (
  body_id bigint primary key,
  record_count bigint not null check (record_count >= 0),
  frontier {bytes} not null
);

create table audit_record (
  body_id bigint not null references audit_log,
  record_no bigint not null check (record_no > 0),
  recorded_at bigint not null,
  actor text not null,
  kind text not null,
  subject text not null,
  content text not null,
  leaf_hash {bytes} not null,
  primary key (body_id, record_no)
) {clustered};

-- Derived: roots of complete subtrees at levels 8, 16, 24, …
create table audit_node (
  body_id bigint not null,
  level bigint not null,
  node_no bigint not null,
  hash {bytes} not null,
  primary key (body_id, level, node_no)
) {clustered};

create table audit_checkpoint (
  body_id bigint not null references audit_log,
  size bigint not null,
  root {bytes} not null,
  note text not null,
  primary key (body_id, size)
) {clustered};

-- only sqlite
create trigger audit_record_insert before insert on audit_record
when new.record_no <= (select record_count from audit_log where body_id = new.body_id)
begin select raise(rollback, 'audit.immutable'); end;
create trigger audit_record_update before update on audit_record
begin select raise(rollback, 'audit.immutable'); end;
create trigger audit_record_delete before delete on audit_record
begin select raise(rollback, 'audit.immutable'); end;
create trigger audit_log_update before update on audit_log
when new.record_count < old.record_count or new.body_id <> old.body_id
begin select raise(rollback, 'audit.immutable'); end;
create trigger audit_log_delete before delete on audit_log
begin select raise(rollback, 'audit.immutable'); end;
-- "insert or replace" fires no delete trigger.
create trigger audit_log_replace before insert on audit_log
when exists (select 1 from audit_log where body_id = new.body_id)
begin select raise(rollback, 'audit.immutable'); end;
-- both

-- only postgres
create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'audit.immutable' using errcode = 'integrity_constraint_violation';
end $$;

create function audit_record_check() returns trigger language plpgsql as $$
begin
  if new.record_no <= (select record_count from audit_log where body_id = new.body_id) then
    raise exception 'audit.immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

create trigger audit_record_insert before insert on audit_record
  for each row execute function audit_record_check();
create trigger audit_record_change before update or delete or truncate on audit_record
  for each statement execute function audit_refuse();
create trigger audit_log_update before update on audit_log
  for each row when (new.record_count < old.record_count or new.body_id <> old.body_id)
  execute function audit_refuse();
create trigger audit_log_delete before delete or truncate on audit_log
  for each statement execute function audit_refuse();
-- both
