-- What happened around a body's assembly (Verbandsversammlung), appended only. All that is known of members, statutes,
-- sittings and resolutions follows from these events; payload is a JSON object of one spelling.

create table council_event (
  body_id bigint not null references ledger_body,
  event_no bigint not null check (event_no >= 1),
  kind text not null check (kind <> ''),
  actor text not null,
  recorded_at bigint not null,
  payload text not null check (payload <> ''),
  primary key (body_id, event_no)
) {clustered};

-- only sqlite
create trigger council_event_update before update on council_event
begin select raise(abort, 'council.immutable'); end;
create trigger council_event_delete before delete on council_event
begin select raise(abort, 'council.immutable'); end;
-- only postgres
create function council_refuse() returns trigger language plpgsql as $$
begin raise exception 'council.immutable'; end $$;
create trigger council_event_change before update or delete or truncate on council_event
  for each statement execute function council_refuse();
-- both
