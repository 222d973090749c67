-- A certificate may have many megabytes, and whatever a run wrote down refers to the run, row by row: so the run itself
-- is small, and its certificate stands beside it.
create table merger_certificate (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  certificate text not null,
  primary key (body_id, merger_id, run_no),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};
insert into merger_certificate select body_id, merger_id, run_no, certificate from merger_run;

-- only sqlite
drop trigger merger_run_update;
alter table merger_run drop column certificate;
create trigger merger_run_update before update on merger_run
when old.undone_at is not null or new.undone_at is null or new.body_id <> old.body_id
  or new.merger_id <> old.merger_id or new.run_no <> old.run_no or new.executed_at <> old.executed_at
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_certificate_update before update on merger_certificate
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_certificate_delete before delete on merger_certificate
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_certificate_replace before insert on merger_certificate
when exists (select 1 from merger_certificate
             where body_id = new.body_id and merger_id = new.merger_id and run_no = new.run_no)
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
drop trigger merger_run_update on merger_run;
alter table merger_run drop column certificate;
create trigger merger_run_update before update on merger_run for each row
  when (old.undone_at is not null or new.undone_at is null or new.body_id <> old.body_id
    or new.merger_id <> old.merger_id or new.run_no <> old.run_no or new.executed_at <> old.executed_at)
  execute function merger_refuse();
create trigger merger_certificate_change before update or delete or truncate on merger_certificate
  for each statement execute function merger_refuse();
-- both
