-- What a run carried over of budgets: plan values and authorisations by kind of change, and commitments with their
-- numbers on both sides. Years differ only where a commitment of an earlier year goes over.
create table merger_budget (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  place bigint not null check (place >= 1),
  source_body_id bigint not null references ledger_body,
  kind text not null check (kind in ('original', 'supplementary', 'carried-forward', 'transfer', 'approval',
    'commitment')),
  fiscal_year bigint not null,
  product text,
  position text not null,
  number text,
  target_year bigint not null,
  target_product text,
  target_position text not null,
  target_number text,
  amount bigint not null check (amount <> 0),
  primary key (body_id, merger_id, run_no, place),
  foreign key (body_id, merger_id, run_no) references merger_run,
  check ((kind = 'commitment') = (number is not null and target_number is not null))
) {clustered};

-- only sqlite
create trigger merger_budget_update before update on merger_budget
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_budget_delete before delete on merger_budget
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
create trigger merger_budget_change before update or delete or truncate on merger_budget
  for each statement execute function merger_refuse();
-- both
