-- Dry runs without findings, of mergers whose bodies keep their assemblies here: event_no is the last event of the
-- merger that it saw, so that one knows whether anything changed since.
create table merger_rehearsal (
  body_id bigint not null,
  rehearsal_no bigint not null check (rehearsal_no >= 1),
  merger_id bigint not null,
  event_no bigint not null,
  actor text not null,
  happened_at bigint not null,
  primary key (body_id, rehearsal_no),
  foreign key (body_id, merger_id) references merger_case
) {clustered};

-- only sqlite
create trigger merger_rehearsal_update before update on merger_rehearsal
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_rehearsal_delete before delete on merger_rehearsal
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
create trigger merger_rehearsal_change before update or delete or truncate on merger_rehearsal
  for each statement execute function merger_refuse();
-- both
