-- Ways around the locks that are no update and no delete: "insert or replace" on SQLite fires no delete trigger, and
-- "truncate" on PostgreSQL fires no row trigger. Moving a period or a book to another key would be a third.

-- only sqlite
create trigger ledger_period_replace before insert on ledger_period
when exists (select 1 from ledger_period
             where body_id = new.body_id and fiscal_year = new.fiscal_year and period = new.period)
begin select raise(abort, 'ledger.period-final'); end;
create trigger ledger_period_move before update of body_id, fiscal_year, period on ledger_period
begin select raise(abort, 'ledger.period-final'); end;
create trigger ledger_book_replace before insert on ledger_book
when exists (select 1 from ledger_book where body_id = new.body_id)
begin select raise(abort, 'ledger.immutable'); end;
create trigger ledger_book_move before update of body_id on ledger_book
begin select raise(abort, 'ledger.immutable'); end;
create trigger ledger_entry_replace before insert on ledger_entry
when (new.external_id is not null and exists (
    select 1 from ledger_entry where body_id = new.body_id and external_id = new.external_id))
  or (new.reverses_no is not null and exists (
    select 1 from ledger_entry where body_id = new.body_id and reverses_no = new.reverses_no))
begin select raise(abort, 'ledger.immutable'); end;
-- both

-- only postgres
create trigger ledger_period_truncate before truncate on ledger_period
  for each statement execute function ledger_refuse('ledger.period-final');
create trigger ledger_period_move before update of body_id, fiscal_year, period on ledger_period
  for each statement execute function ledger_refuse('ledger.period-final');
create trigger ledger_book_truncate before truncate on ledger_book
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_book_move before update of body_id on ledger_book
  for each statement execute function ledger_refuse('ledger.immutable');
-- both
