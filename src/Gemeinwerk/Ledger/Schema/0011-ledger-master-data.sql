-- Master data that entries refer to stays what it was when they were posted: their hashes say only its numbers.
-- Accounts and their like are retired, never deleted; an item goes only while nothing is posted to it. What may change:
-- names, due days, dunning levels, useful lives, and what is derived from postings.

-- only sqlite
create trigger ledger_body_fixed before update of body_id, code, framework on ledger_body
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_body_delete before delete on ledger_body
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_book_together before update of entry_count, log_frontier on ledger_book
when (new.entry_count = old.entry_count) <> (new.log_frontier = old.log_frontier)
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_checkpoint_fixed before update of body_id, size, root on ledger_checkpoint
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_checkpoint_delete before delete on ledger_checkpoint
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_account_fixed before update of body_id, account_id, number, kind, role on ledger_account
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_account_delete before delete on ledger_account
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_account_replace before insert on ledger_account
when exists (select 1 from ledger_account where body_id = new.body_id and account_id = new.account_id)
  or exists (select 1 from ledger_account where body_id = new.body_id and number = new.number)
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_product_fixed before update of body_id, product_id, code on ledger_product
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_product_delete before delete on ledger_product
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_product_replace before insert on ledger_product
when exists (select 1 from ledger_product where body_id = new.body_id and product_id = new.product_id)
  or exists (select 1 from ledger_product where body_id = new.body_id and code = new.code)
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_cost_centre_fixed before update of body_id, cost_centre_id, code on ledger_cost_centre
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_cost_centre_delete before delete on ledger_cost_centre
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_cost_centre_replace before insert on ledger_cost_centre
when exists (select 1 from ledger_cost_centre where body_id = new.body_id and cost_centre_id = new.cost_centre_id)
  or exists (select 1 from ledger_cost_centre where body_id = new.body_id and code = new.code)
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_party_fixed before update of body_id, party_id, number on ledger_party
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_party_delete before delete on ledger_party
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_party_replace before insert on ledger_party
when exists (select 1 from ledger_party where body_id = new.body_id and party_id = new.party_id)
  or exists (select 1 from ledger_party where body_id = new.body_id and number = new.number)
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_item_fixed
  before update of body_id, item_id, number, account_id, party_id, originated_on on ledger_item
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_item_delete before delete on ledger_item
when exists (select 1 from ledger_posting where body_id = old.body_id and item_id = old.item_id)
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_item_replace before insert on ledger_item
when exists (select 1 from ledger_item where body_id = new.body_id and item_id = new.item_id)
  or exists (select 1 from ledger_item where body_id = new.body_id and number = new.number)
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_asset_fixed
  before update of body_id, asset_id, number, account_id, expense_account_id, in_service_on on ledger_asset
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_asset_delete before delete on ledger_asset
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_asset_replace before insert on ledger_asset
when exists (select 1 from ledger_asset where body_id = new.body_id and asset_id = new.asset_id)
  or exists (select 1 from ledger_asset where body_id = new.body_id and number = new.number)
begin select raise(rollback, 'ledger.immutable'); end;
-- only postgres
create trigger ledger_body_fixed before update of body_id, code, framework or delete or truncate on ledger_body
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_book_together before update of entry_count, log_frontier on ledger_book
  for each row when ((new.entry_count = old.entry_count) <> (new.log_frontier = old.log_frontier))
  execute function ledger_refuse('ledger.immutable');
create trigger ledger_checkpoint_fixed before update of body_id, size, root or delete or truncate on ledger_checkpoint
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_account_fixed
  before update of body_id, account_id, number, kind, role or delete or truncate on ledger_account
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_product_fixed
  before update of body_id, product_id, code or delete or truncate on ledger_product
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_cost_centre_fixed
  before update of body_id, cost_centre_id, code or delete or truncate on ledger_cost_centre
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_party_fixed
  before update of body_id, party_id, number or delete or truncate on ledger_party
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_item_fixed
  before update of body_id, item_id, number, account_id, party_id, originated_on or truncate on ledger_item
  for each statement execute function ledger_refuse('ledger.immutable');
create trigger ledger_asset_fixed
  before update of body_id, asset_id, number, account_id, expense_account_id, in_service_on or delete or truncate
    on ledger_asset
  for each statement execute function ledger_refuse('ledger.immutable');
create function ledger_item_check() returns trigger language plpgsql as $$
begin
  if exists (select 1 from ledger_posting where body_id = old.body_id and item_id = old.item_id) then
    raise exception 'ledger.immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger ledger_item_delete before delete on ledger_item
  for each row execute function ledger_item_check();
-- both
