-- How much former items weigh in the one that they become, where several bring users to it (Gewichte), as the events
-- leave it. An item of a source, or of the target itself.
create table merger_inventory_weight (
  body_id bigint not null,
  merger_id bigint not null,
  item_body_id bigint not null references ledger_body,
  item_id bigint not null check (item_id >= 1),
  weight bigint not null check (weight between 1 and 1000000),
  reason text not null,
  primary key (body_id, merger_id, item_body_id, item_id),
  foreign key (body_id, merger_id) references merger_case
) {clustered};

-- What became in a run of each use (Nutzung) that a body of the merger had, the target's included, as it was before.
create table merger_use_move (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  book_body_id bigint not null references ledger_book,
  use_id bigint not null,
  item_id bigint not null,
  member_id bigint not null,
  since bigint not null,
  until bigint check (until > since),
  share_numerator bigint not null,
  share_denominator bigint not null,
  fate text not null check (fate in ('arrived', 'history', 'retired', 'kept', 'reshared')),
  weight bigint check (weight >= 1),
  primary key (body_id, merger_id, run_no, book_body_id, use_id),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

-- The uses that a run made in the target.
create table merger_use_new (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  use_id bigint not null,
  item_id bigint not null,
  member_id bigint not null,
  since bigint not null,
  until bigint check (until > since),
  share_numerator bigint not null,
  share_denominator bigint not null,
  primary key (body_id, merger_id, run_no, use_id),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

-- only sqlite
create trigger merger_use_move_update before update on merger_use_move
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_use_move_delete before delete on merger_use_move
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_use_new_update before update on merger_use_new
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_use_new_delete before delete on merger_use_new
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
create trigger merger_use_move_change before update or delete or truncate on merger_use_move
  for each statement execute function merger_refuse();
create trigger merger_use_new_change before update or delete or truncate on merger_use_new
  for each statement execute function merger_refuse();
-- both
