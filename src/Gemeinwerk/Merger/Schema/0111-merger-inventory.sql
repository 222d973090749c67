-- What people decided about single items of the sources' inventories (Bestand), as the events leave it; what nobody
-- decided follows from rules. new_name is a VLAN's new number where the item is a VLAN. target_* name an item of the
-- target, or of a source that it comes from.
create table merger_inventory (
  body_id bigint not null,
  merger_id bigint not null,
  source_body_id bigint not null,
  item_id bigint not null check (item_id >= 1),
  fate text not null check (fate in ('moved', 'joined', 'replaced', 'retired')),
  new_name text,
  target_body_id bigint,
  target_item_id bigint,
  reason text not null,
  primary key (body_id, merger_id, source_body_id, item_id),
  foreign key (body_id, merger_id, source_body_id) references merger_source,
  check ((target_body_id is null) = (target_item_id is null)),
  check (new_name is null or fate = 'moved')
) {clustered};

-- What became of each item of the sources in a run.
create table merger_inventory_move (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  source_body_id bigint not null references ledger_body,
  item_id bigint not null,
  fate text not null check (fate in ('moved', 'joined', 'replaced', 'retired')),
  target_id bigint,
  new_name text,
  reason text,
  primary key (body_id, merger_id, run_no, source_body_id, item_id),
  foreign key (body_id, merger_id, run_no) references merger_run,
  check ((fate = 'retired') = (target_id is null))
) {clustered};

-- The inventories around a run, so that their exports can be written again whatever comes later: of every body all
-- items before, of the target also those that the run added or changed, as it left them.
create table merger_inventory_state (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  book_body_id bigint not null references ledger_book,
  moment text not null check (moment in ('before', 'after')),
  item_id bigint not null,
  kind text not null,
  key text not null,
  name text not null,
  content text not null,
  primary key (body_id, merger_id, run_no, book_body_id, moment, item_id),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

-- only sqlite
create trigger merger_inventory_move_update before update on merger_inventory_move
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_inventory_move_delete before delete on merger_inventory_move
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_inventory_state_update before update on merger_inventory_state
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_inventory_state_delete before delete on merger_inventory_state
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
create trigger merger_inventory_move_change before update or delete or truncate on merger_inventory_move
  for each statement execute function merger_refuse();
create trigger merger_inventory_state_change before update or delete or truncate on merger_inventory_state
  for each statement execute function merger_refuse();
-- both
