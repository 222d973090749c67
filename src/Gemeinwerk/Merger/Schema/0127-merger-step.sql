-- Steps of a merger that were recorded behind their gates: the day was fixed, the sources were sealed for good.
-- planned_on is the day before that; another one can be fixed only as long as the merger was never executed.
create table merger_step (
  body_id bigint not null,
  step_no bigint not null check (step_no >= 1),
  merger_id bigint not null,
  kind text not null check (kind in ('day', 'seal')),
  run_no bigint not null check (run_no >= 0),
  planned_on bigint not null,
  effective_on bigint not null,
  actor text not null,
  happened_at bigint not null,
  primary key (body_id, step_no),
  foreign key (body_id, merger_id) references merger_case,
  check (kind = 'day' or (run_no >= 1 and planned_on = effective_on)),
  check (run_no = 0 or planned_on = effective_on)
) {clustered};

-- only sqlite
create trigger merger_step_update before update on merger_step
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_step_delete before delete on merger_step
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_step_seal before insert on merger_step
when new.kind = 'seal' and not exists (select 1 from merger_case
  where body_id = new.body_id and merger_id = new.merger_id and state = 'executed' and run_no = new.run_no)
begin select raise(abort, 'merger.immutable'); end;
drop trigger merger_case_fixed;
create trigger merger_case_fixed before update of body_id, merger_id, code, form on merger_case
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_case_day before update of effective_on on merger_case
when new.effective_on <> old.effective_on and (old.run_no > 0 or not exists (select 1 from merger_step
  where body_id = old.body_id and merger_id = old.merger_id and kind = 'day' and planned_on = old.effective_on
    and effective_on = new.effective_on))
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_run_sealed before update on merger_run
when exists (select 1 from merger_step where body_id = old.body_id and merger_id = old.merger_id
  and kind = 'seal' and run_no = old.run_no)
begin select raise(abort, 'merger.sealed'); end;
-- only postgres
create trigger merger_step_change before update or delete or truncate on merger_step
  for each statement execute function merger_refuse();
create function merger_step_check() returns trigger language plpgsql as $$
begin
  if new.kind = 'seal' and not exists (select 1 from merger_case where body_id = new.body_id
    and merger_id = new.merger_id and state = 'executed' and run_no = new.run_no) then
    raise exception 'merger.immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger merger_step_seal before insert on merger_step
  for each row execute function merger_step_check();
drop trigger merger_case_fixed on merger_case;
create trigger merger_case_fixed
  before update of body_id, merger_id, code, form or delete or truncate on merger_case
  for each statement execute function merger_refuse();
create function merger_day_check() returns trigger language plpgsql as $$
begin
  if old.run_no > 0 or not exists (select 1 from merger_step where body_id = old.body_id
    and merger_id = old.merger_id and kind = 'day' and planned_on = old.effective_on
    and effective_on = new.effective_on) then
    raise exception 'merger.immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger merger_case_day before update on merger_case for each row
  when (new.effective_on <> old.effective_on) execute function merger_day_check();
create function merger_sealed_check() returns trigger language plpgsql as $$
begin
  if exists (select 1 from merger_step where body_id = old.body_id and merger_id = old.merger_id
    and kind = 'seal' and run_no = old.run_no) then
    raise exception 'merger.sealed' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger merger_run_sealed before update on merger_run
  for each row execute function merger_sealed_check();
-- both
