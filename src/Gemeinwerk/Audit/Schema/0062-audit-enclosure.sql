-- What belongs to a record and is too much for its text. Of many rows that were added at once the record says the root
-- over their hashes; here stand for each of them its key (eight bytes, big-endian) and its hash (32 bytes), in the
-- order of the keys, a thousand to a part. So "verify" can name the row that is not what it was.

create table audit_enclosure (
  body_id bigint not null references audit_log,
  record_no bigint not null check (record_no > 0),
  part_no bigint not null check (part_no > 0),
  entries {bytes} not null,
  primary key (body_id, record_no, part_no)
) {clustered};

-- only sqlite
create trigger audit_enclosure_insert before insert on audit_enclosure
when new.record_no <= (select record_count from audit_log where body_id = new.body_id)
begin select raise(rollback, 'audit.immutable'); end;
create trigger audit_enclosure_update before update on audit_enclosure
begin select raise(rollback, 'audit.immutable'); end;
create trigger audit_enclosure_delete before delete on audit_enclosure
begin select raise(rollback, 'audit.immutable'); end;
-- only postgres
create trigger audit_enclosure_insert before insert on audit_enclosure
  for each row execute function audit_record_check();
create trigger audit_enclosure_change before update or delete or truncate on audit_enclosure
  for each statement execute function audit_refuse();
-- both
