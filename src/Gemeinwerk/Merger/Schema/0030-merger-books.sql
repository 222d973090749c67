-- Mergers of bodies. body_id is the target's: all that a merger decides belongs to the body that succeeds. Numbers of
-- accounts, products, parties and their like are kept as texts: they are what mappings and certificates speak of.

create table merger_case (
  body_id bigint not null references ledger_body,
  merger_id bigint not null,
  code text not null unique,
  form text not null check (form in ('zusammenschluss', 'eingliederung')),
  effective_on bigint not null,
  run_no bigint not null check (run_no >= 0),
  state text not null check (state in ('draft', 'executed')),
  primary key (body_id, merger_id)
) {clustered};

create table merger_source (
  body_id bigint not null,
  merger_id bigint not null,
  source_body_id bigint not null references ledger_body,
  place bigint not null check (place >= 1),
  primary key (body_id, merger_id, source_body_id),
  unique (body_id, merger_id, place),
  foreign key (body_id, merger_id) references merger_case,
  check (source_body_id <> body_id)
) {clustered};

-- What happened to a merger, gapless, never changed.
create table merger_event (
  body_id bigint not null,
  merger_id bigint not null,
  event_no bigint not null check (event_no >= 1),
  kind text not null check (kind in ('created', 'mapped', 'unmapped', 'shareholding', 'executed', 'undone')),
  actor text not null,
  happened_at bigint not null,
  payload text not null,
  primary key (body_id, merger_id, event_no),
  foreign key (body_id, merger_id) references merger_case
) {clustered};

-- The mapping as the events leave it. target is a number of the target, or NEU or NEU=number for one to be created.
create table merger_mapping (
  body_id bigint not null,
  merger_id bigint not null,
  kind text not null check (kind in ('account', 'product', 'cost-centre', 'party', 'item', 'asset')),
  source_body_id bigint not null,
  source text not null,
  target text not null check (target <> ''),
  reason text not null,
  primary key (body_id, merger_id, kind, source_body_id, source),
  foreign key (body_id, merger_id, source_body_id) references merger_source
) {clustered};

create table merger_shareholding (
  body_id bigint not null,
  merger_id bigint not null,
  share_no bigint not null,
  holder_body_id bigint not null references ledger_body,
  account text not null,
  issuer_body_id bigint not null references ledger_body,
  equity_account text not null,
  amount bigint not null check (amount > 0),
  primary key (body_id, merger_id, share_no),
  foreign key (body_id, merger_id) references merger_case
) {clustered};

create table merger_run (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null check (run_no >= 1),
  executed_at bigint not null,
  undone_at bigint,
  certificate text not null,
  primary key (body_id, merger_id, run_no),
  foreign key (body_id, merger_id) references merger_case
) {clustered};

-- Where each journal of a run stood: before, as certified, and when the run was done; assets_*: the last asset's key
-- then. period_states: what the periods of the closed year were before, 0 to 14, comma-separated; empty for the target.
create table merger_moment (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  book_body_id bigint not null references ledger_book,
  size_before bigint not null,
  size_after bigint not null check (size_after >= size_before),
  size_done bigint not null check (size_done >= size_after),
  assets_before bigint not null,
  assets_after bigint not null,
  period_states text not null,
  primary key (body_id, merger_id, run_no, book_body_id),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

-- Open items and assets one by one. For eliminated ones there is no target.
create table merger_move (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  kind text not null check (kind in ('item', 'asset')),
  source_body_id bigint not null,
  source text not null,
  target text,
  amount bigint not null,
  depreciation bigint not null,
  primary key (body_id, merger_id, run_no, kind, source_body_id, source),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

-- Dunning levels above 0 at the time of a run, as a certificate states them: they change without an entry.
create table merger_dunning (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  book_body_id bigint not null references ledger_book,
  item text not null,
  dunning_level bigint not null,
  primary key (body_id, merger_id, run_no, book_body_id, item),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

create unique index merger_move_target on merger_move (body_id, merger_id, run_no, kind,
    target) where target is not null;

-- only sqlite
create trigger merger_event_update before update on merger_event
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_event_delete before delete on merger_event
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_move_update before update on merger_move
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_move_delete before delete on merger_move
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
create function merger_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'merger.immutable' using errcode = 'integrity_constraint_violation';
end $$;
create trigger merger_event_change before update or delete or truncate on merger_event
  for each statement execute function merger_refuse();
create trigger merger_move_change before update or delete or truncate on merger_move
  for each statement execute function merger_refuse();
-- both
