-- What no program may do, held by the database itself: change or delete what is posted, post below the end of the
-- journal, or into a period that is not open. A posting counts as posted once ledger_book.entry_count covers its entry.

-- only sqlite
-- raise(rollback), not abort: then no statement needs a journal of its own, and the transaction is over, as on
-- PostgreSQL.
create trigger ledger_entry_insert before insert on ledger_entry
begin
  select raise(rollback, 'ledger.sealed-entry') where new.entry_no <=
    (select entry_count from ledger_book where body_id = new.body_id);
  select raise(rollback, 'ledger.book-sealed') where new.kind <> 'winding-up' and
    (select sealed_on from ledger_book where body_id = new.body_id) is not null;
  select raise(rollback, 'ledger.period-closed') where not exists (
    select 1 from ledger_period
    where body_id = new.body_id and fiscal_year = new.fiscal_year and period = new.period
      and (state = 'open'
        or (state = 'closing' and new.kind in ('adjustment', 'depreciation', 'reversal', 'closing'))));
end;
create trigger ledger_posting_insert before insert on ledger_posting
when new.entry_no <= (select entry_count from ledger_book where body_id = new.body_id)
begin
  select raise(rollback, 'ledger.sealed-entry');
end;
create trigger ledger_entry_update before update on ledger_entry
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_entry_delete before delete on ledger_entry
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_posting_update before update on ledger_posting
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_posting_delete before delete on ledger_posting
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_period_update before update on ledger_period when old.state = 'closed'
begin select raise(rollback, 'ledger.period-final'); end;
create trigger ledger_period_delete before delete on ledger_period
begin select raise(rollback, 'ledger.period-final'); end;
create trigger ledger_book_update before update on ledger_book
when new.entry_count < old.entry_count
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_book_delete before delete on ledger_book
begin select raise(rollback, 'ledger.immutable'); end;
-- both

-- only postgres
create function ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0] using errcode = 'integrity_constraint_violation';
end $$;

create function ledger_entry_check() returns trigger language plpgsql as $$
begin
  -- The statement's own entries are checked after they are in; entry_count moves only once their postings are in too.
  if exists (select 1 from (select body_id, min(entry_no) as entry_no from arrived group by body_id) a
             left join ledger_book b using (body_id)
             where b.entry_count is null or a.entry_no <= b.entry_count) then
    raise exception 'ledger.sealed-entry' using errcode = 'integrity_constraint_violation';
  end if;
  if exists (select 1 from arrived a join ledger_book b using (body_id)
             where b.sealed_on is not null and a.kind <> 'winding-up') then
    raise exception 'ledger.book-sealed' using errcode = 'integrity_constraint_violation';
  end if;
  if exists (
    select 1 from (select distinct body_id, fiscal_year, period, kind from arrived) a
    left join ledger_period p using (body_id, fiscal_year, period)
    where p.state is null or p.state = 'closed'
      or (p.state = 'closing' and a.kind not in ('adjustment', 'depreciation', 'reversal', 'closing'))) then
    raise exception 'ledger.period-closed' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

create function ledger_posting_check() returns trigger language plpgsql as $$
begin
  if exists (select 1 from (select body_id, min(entry_no) as entry_no from arrived group by body_id) a
             left join ledger_book b using (body_id)
             where b.entry_count is null or a.entry_no <= b.entry_count) then
    raise exception 'ledger.sealed-entry' using errcode = 'integrity_constraint_violation';
  end if;
  if exists (select 1 from (select distinct body_id, account_id from arrived) a
             where not exists (select 1 from ledger_account x
                               where x.body_id = a.body_id and x.account_id = a.account_id))
    or exists (select 1 from (select distinct body_id, product_id from arrived where product_id is not null) a
             where not exists (select 1 from ledger_product x
                               where x.body_id = a.body_id and x.product_id = a.product_id))
    or exists (select 1 from (select distinct body_id, cost_centre_id from arrived where cost_centre_id is not null) a
             where not exists (select 1 from ledger_cost_centre x
                               where x.body_id = a.body_id and x.cost_centre_id = a.cost_centre_id))
    or exists (select 1 from (select distinct body_id, party_id from arrived where party_id is not null) a
             where not exists (select 1 from ledger_party x
                               where x.body_id = a.body_id and x.party_id = a.party_id)) then
    raise exception 'ledger.dangling' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create trigger ledger_entry_insert after insert on ledger_entry
  referencing new table as arrived for each statement execute function ledger_entry_check();
create trigger ledger_posting_insert after insert on ledger_posting
  referencing new table as arrived for each statement execute function ledger_posting_check();
create trigger ledger_entry_change before update or delete or truncate on ledger_entry
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_posting_change before update or delete or truncate on ledger_posting
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_period_update before update on ledger_period
  for each row when (old.state = 'closed') execute function ledger_refuse('ledger.period-final');
create trigger ledger_period_delete before delete on ledger_period
  for each statement execute function ledger_refuse('ledger.period-final');
create trigger ledger_book_update before update on ledger_book
  for each row when (new.entry_count < old.entry_count)
  execute function ledger_refuse('ledger.immutable');
create trigger ledger_book_delete before delete on ledger_book
  for each statement execute function ledger_refuse('ledger.immutable');
-- both
