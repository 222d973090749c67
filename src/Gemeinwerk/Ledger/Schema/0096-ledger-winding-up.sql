-- A sealed book takes winding-up entries and their reversals: who books one in error must be able to take it back.

-- only sqlite
drop trigger ledger_entry_insert;
create trigger ledger_entry_insert before insert on ledger_entry
begin
  select raise(rollback, 'ledger.sealed-entry') where new.entry_no <=
    (select entry_count from ledger_book where body_id = new.body_id);
  select raise(rollback, 'ledger.book-sealed') where new.kind <> 'winding-up'
    and (select sealed_on from ledger_book where body_id = new.body_id) is not null
    and not exists (select 1 from ledger_entry
      where body_id = new.body_id and entry_no = new.reverses_no and kind = 'winding-up');
  select raise(rollback, 'ledger.period-closed') where not exists (
    select 1 from ledger_period
    where body_id = new.body_id and fiscal_year = new.fiscal_year and period = new.period
      and (state = 'open'
        or (state = 'closing' and new.kind in ('adjustment', 'depreciation', 'reversal', 'closing'))));
end;
-- only postgres
create or replace function ledger_entry_check() returns trigger language plpgsql as $$
declare
  is_entry_sealed boolean;
  is_book_sealed boolean;
  is_period_closed boolean;
begin
  -- The statement's own entries are checked after they are in; entry_count moves only once their postings are in too.
  select bool_or(b.entry_count is null or a.first_no <= b.entry_count),
    bool_or(b.sealed_on is not null and a.kind <> 'winding-up'),
    bool_or(p.state is null or p.state = 'closed'
      or (p.state = 'closing' and a.kind not in ('adjustment', 'depreciation', 'reversal', 'closing')))
  into is_entry_sealed, is_book_sealed, is_period_closed
  from (select body_id, fiscal_year, period, kind, min(entry_no) as first_no from arrived
        group by body_id, fiscal_year, period, kind) a
  left join ledger_book b using (body_id)
  left join ledger_period p using (body_id, fiscal_year, period);
  if is_entry_sealed then
    raise exception 'ledger.sealed-entry' using errcode = 'integrity_constraint_violation';
  end if;
  -- One by one only in a sealed book, which takes few.
  if is_book_sealed and exists (
    select 1 from arrived a join ledger_book b using (body_id)
    where b.sealed_on is not null and a.kind <> 'winding-up' and not exists (
      select 1 from ledger_entry r
      where r.body_id = a.body_id and r.entry_no = a.reverses_no and r.kind = 'winding-up')) then
    raise exception 'ledger.book-sealed' using errcode = 'integrity_constraint_violation';
  end if;
  if is_period_closed then
    raise exception 'ledger.period-closed' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
-- both
