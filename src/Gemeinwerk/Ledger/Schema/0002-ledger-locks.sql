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

-- The next two read what has arrived once, however much is asked of it: each pass costs bulk posting some percent.
create function ledger_entry_check() returns trigger language plpgsql as $$
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
  if is_book_sealed then
    raise exception 'ledger.book-sealed' using errcode = 'integrity_constraint_violation';
  end if;
  if is_period_closed then
    raise exception 'ledger.period-closed' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

create function ledger_posting_check() returns trigger language plpgsql as $$
declare
  is_entry_sealed boolean;
  is_dangling boolean;
begin
  select bool_or(b.entry_count is null or a.first_no <= b.entry_count),
    bool_or(account.account_id is null
      or (a.product_id is not null and product.product_id is null)
      or (a.cost_centre_id is not null and centre.cost_centre_id is null)
      or (a.party_id is not null and party.party_id is null))
  into is_entry_sealed, is_dangling
  from (select body_id, account_id, product_id, cost_centre_id, party_id, min(entry_no) as first_no from arrived
        group by body_id, account_id, product_id, cost_centre_id, party_id) a
  left join ledger_book b using (body_id)
  left join ledger_account account using (body_id, account_id)
  left join ledger_product product using (body_id, product_id)
  left join ledger_cost_centre centre using (body_id, cost_centre_id)
  left join ledger_party party using (body_id, party_id);
  if is_entry_sealed then
    raise exception 'ledger.sealed-entry' using errcode = 'integrity_constraint_violation';
  end if;
  if is_dangling then
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
