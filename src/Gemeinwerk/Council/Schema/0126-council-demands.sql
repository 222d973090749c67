-- Where records of an assembly were there already when the program began to ask for more (orders of publication, how
-- private members further the task, disputes before the authority settles, clause and proposal for a director): the
-- first event that is held to it. Bodies without a row are held to all of it from their first event on.
create table council_demand (
  body_id bigint not null references ledger_body,
  from_event_no bigint not null check (from_event_no >= 2),
  primary key (body_id)
) {clustered};

insert into council_demand (body_id, from_event_no)
  select body_id, max(event_no) + 1 from council_event group by body_id;

-- only sqlite
create trigger council_demand_update before update on council_demand
begin select raise(abort, 'council.immutable'); end;
create trigger council_demand_delete before delete on council_demand
begin select raise(abort, 'council.immutable'); end;
create trigger council_demand_late before insert on council_demand
begin select raise(abort, 'council.immutable'); end;
-- only postgres
create trigger council_demand_change before insert or update or delete or truncate on council_demand
  for each statement execute function council_refuse();
-- both
