-- What a merger wrote down stays. A run changes once, when it is undone; and a book that a merger has sealed opens
-- again only where every run that sealed it is marked as undone.

-- only sqlite
create trigger merger_run_update before update on merger_run
when old.undone_at is not null or new.undone_at is null or new.body_id <> old.body_id
  or new.merger_id <> old.merger_id or new.run_no <> old.run_no or new.executed_at <> old.executed_at
  or new.certificate <> old.certificate
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_run_delete before delete on merger_run
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_moment_update before update on merger_moment
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_moment_delete before delete on merger_moment
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_dunning_update before update on merger_dunning
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_dunning_delete before delete on merger_dunning
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_source_update before update on merger_source
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_source_delete before delete on merger_source
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_case_fixed before update of body_id, merger_id, code, form, effective_on on merger_case
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_case_delete before delete on merger_case
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_run_replace before insert on merger_run
when exists (select 1 from merger_run
             where body_id = new.body_id and merger_id = new.merger_id and run_no = new.run_no)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_event_replace before insert on merger_event
when exists (select 1 from merger_event
             where body_id = new.body_id and merger_id = new.merger_id and event_no = new.event_no)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_seal before update of sealed_on on ledger_book
when old.sealed_on is not null and new.sealed_on is not old.sealed_on
begin
  select raise(rollback, 'ledger.book-sealed') where new.sealed_on is not null
    or not exists (select 1 from merger_source s join merger_run r using (body_id, merger_id)
                   where s.source_body_id = new.body_id)
    or exists (select 1 from merger_source s join merger_run r using (body_id, merger_id)
               where s.source_body_id = new.body_id and r.undone_at is null);
end;
-- only postgres
create trigger merger_run_update before update on merger_run for each row
  when (old.undone_at is not null or new.undone_at is null or new.body_id <> old.body_id
    or new.merger_id <> old.merger_id or new.run_no <> old.run_no or new.executed_at <> old.executed_at
    or new.certificate <> old.certificate)
  execute function merger_refuse();
create trigger merger_run_delete before delete or truncate on merger_run
  for each statement execute function merger_refuse();
create trigger merger_moment_change before update or delete or truncate on merger_moment
  for each statement execute function merger_refuse();
create trigger merger_dunning_change before update or delete or truncate on merger_dunning
  for each statement execute function merger_refuse();
create trigger merger_source_change before update or delete or truncate on merger_source
  for each statement execute function merger_refuse();
create trigger merger_case_fixed
  before update of body_id, merger_id, code, form, effective_on or delete or truncate on merger_case
  for each statement execute function merger_refuse();
create function merger_seal_check() returns trigger language plpgsql as $$
begin
  if new.sealed_on is not null
    or not exists (select 1 from merger_source s join merger_run r using (body_id, merger_id)
                   where s.source_body_id = new.body_id)
    or exists (select 1 from merger_source s join merger_run r using (body_id, merger_id)
               where s.source_body_id = new.body_id and r.undone_at is null) then
    raise exception 'ledger.book-sealed' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger merger_seal before update of sealed_on on ledger_book for each row
  when (old.sealed_on is not null and new.sealed_on is distinct from old.sealed_on)
  execute function merger_seal_check();
-- both
