-- What certificates state of budgets since version 3, so that their exports can be written again: how many changes each
-- budget had around a run (null in runs before), and what no change dates, the open commitments and the lines in cover
-- groups before it.
alter table merger_moment add column budget_before bigint;
alter table merger_moment add column budget_after bigint;

create table merger_commitment (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  book_body_id bigint not null references ledger_book,
  number text not null,
  fiscal_year bigint not null,
  product text,
  position text not null,
  text text not null,
  open bigint not null check (open > 0),
  primary key (body_id, merger_id, run_no, book_body_id, number),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

create table merger_cover (
  body_id bigint not null,
  merger_id bigint not null,
  run_no bigint not null,
  place bigint not null check (place >= 1),
  book_body_id bigint not null references ledger_book,
  fiscal_year bigint not null,
  product text,
  position text not null,
  code text not null,
  name text not null,
  primary key (body_id, merger_id, run_no, place),
  foreign key (body_id, merger_id, run_no) references merger_run
) {clustered};

-- only sqlite
create trigger merger_commitment_update before update on merger_commitment
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_commitment_delete before delete on merger_commitment
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_cover_update before update on merger_cover
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_cover_delete before delete on merger_cover
begin select raise(abort, 'merger.immutable'); end;
-- only postgres
create trigger merger_commitment_change before update or delete or truncate on merger_commitment
  for each statement execute function merger_refuse();
create trigger merger_cover_change before update or delete or truncate on merger_cover
  for each statement execute function merger_refuse();
-- both
