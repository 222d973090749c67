-- Bodies from before changes of master data were recorded. Whoever opens the database next records what there is and
-- takes them out of here.
create table ledger_unrecorded (
  body_id bigint primary key references ledger_body
);

insert into ledger_unrecorded (body_id) select body_id from ledger_body;

-- only sqlite
create trigger ledger_unrecorded_insert before insert on ledger_unrecorded
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_unrecorded_update before update on ledger_unrecorded
begin select raise(rollback, 'ledger.immutable'); end;
-- only postgres
create trigger ledger_unrecorded_change before insert or update on ledger_unrecorded
  for each statement execute function ledger_refuse('ledger.immutable');
-- both
