-- The roadmap of a body that leads a merger: what was planned, moved, done, and what stands in the way; appended only.
create table merger_roadmap_event (
  body_id bigint not null references ledger_body,
  event_no bigint not null check (event_no >= 1),
  kind text not null check (kind <> ''),
  actor text not null,
  recorded_at bigint not null,
  payload text not null check (payload <> ''),
  primary key (body_id, event_no)
) {clustered};

-- only sqlite
create trigger merger_roadmap_event_update before update on merger_roadmap_event
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_roadmap_event_delete before delete on merger_roadmap_event
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
create trigger merger_roadmap_event_change before update or delete or truncate on merger_roadmap_event
  for each statement execute function merger_refuse();
-- both
