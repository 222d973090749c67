-- The treasury (Kasse). A cash order (Kassenanordnung) is certified and ordered before it is posted, each by people of
-- their own; a payment run takes what is due of posted orders and is released by two more. KomHVO NRW § 31.

create table treasury_order (
  body_id bigint not null references ledger_body,
  order_no bigint not null check (order_no >= 1),
  kind text not null check (kind in ('payment', 'receipt')),
  state text not null check (state in ('draft', 'certified', 'ordered', 'posted', 'withdrawn')),
  party_id bigint not null,
  account_id bigint not null,
  payment_account_id bigint,
  document text not null check (document <> ''),
  text text not null check (text <> ''),
  effective_on bigint not null,
  due_on bigint not null,
  amount bigint not null check (amount > 0),
  item_id bigint,
  entry_no bigint,
  primary key (body_id, order_no),
  foreign key (body_id, party_id) references ledger_party,
  foreign key (body_id, account_id) references ledger_account,
  foreign key (body_id, payment_account_id) references ledger_account,
  foreign key (body_id, item_id) references ledger_item,
  foreign key (body_id, entry_no) references ledger_entry,
  check (due_on >= effective_on),
  check (state <> 'posted' or item_id is not null)
) {clustered};
create index treasury_order_item on treasury_order (body_id, item_id) where item_id is not null;
create index treasury_order_entry on treasury_order (body_id, entry_no) where entry_no is not null;

-- What the order is posted to. Of an item that was in the books before its order there is nothing left to post.
create table treasury_order_line (
  body_id bigint not null,
  order_no bigint not null,
  line_no bigint not null check (line_no >= 1),
  account_id bigint not null,
  product_id bigint,
  cost_centre_id bigint,
  amount bigint not null check (amount > 0),
  text text,
  primary key (body_id, order_no, line_no),
  foreign key (body_id, order_no) references treasury_order,
  foreign key (body_id, account_id) references ledger_account
) {clustered};

-- Who did what to an order, gapless, never changed. content_hash is that of the order as the person saw it.
create table treasury_step (
  body_id bigint not null,
  order_no bigint not null,
  step_no bigint not null check (step_no >= 1),
  kind text not null check (kind in ('drafted', 'changed', 'certified-facts', 'certified-figures', 'ordered', 'posted',
    'returned', 'withdrawn')),
  person text not null,
  taken_at bigint not null,
  content_hash {bytes} not null,
  reason text,
  primary key (body_id, order_no, step_no),
  foreign key (body_id, order_no) references treasury_order,
  check ((kind in ('returned', 'withdrawn')) = (reason is not null))
) {clustered};

-- Of a run three people are known when it is released, and no two of them are one.
create table treasury_run (
  body_id bigint not null references ledger_body,
  run_no bigint not null check (run_no >= 1),
  state text not null check (state in ('proposed', 'released', 'cancelled')),
  pay_on bigint not null,
  account_id bigint not null,
  proposed_by text not null,
  proposed_at bigint not null,
  first_released_by text check (first_released_by <> proposed_by),
  released_by text check (released_by <> proposed_by and released_by <> first_released_by),
  released_at bigint,
  primary key (body_id, run_no),
  foreign key (body_id, account_id) references ledger_account,
  check ((state = 'released') = (released_by is not null and first_released_by is not null
    and released_at is not null))
) {clustered};

create table treasury_payment (
  body_id bigint not null,
  run_no bigint not null,
  place bigint not null check (place >= 1),
  order_no bigint not null,
  item_id bigint not null,
  amount bigint not null check (amount > 0),
  name text not null,
  iban text not null,
  reference text not null,
  is_proposed bigint not null check (is_proposed in (0, 1)),
  entry_no bigint,
  primary key (body_id, run_no, place),
  foreign key (body_id, run_no) references treasury_run,
  foreign key (body_id, order_no) references treasury_order,
  foreign key (body_id, item_id) references ledger_item,
  foreign key (body_id, entry_no) references ledger_entry
) {clustered};

-- No item stands in two proposals at once.
create unique index treasury_payment_item on treasury_payment (body_id, item_id) where is_proposed = 1;

-- only sqlite
create trigger treasury_step_update before update on treasury_step
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_step_delete before delete on treasury_step
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_step_replace before insert on treasury_step
when exists (select 1 from treasury_step
             where body_id = new.body_id and order_no = new.order_no and step_no = new.step_no)
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_order_fixed before update on treasury_order
when old.state in ('posted', 'withdrawn')
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_order_delete before delete on treasury_order
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_order_line_fixed before update on treasury_order_line
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_order_line_delete before delete on treasury_order_line
when (select state from treasury_order where body_id = old.body_id and order_no = old.order_no) <> 'draft'
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_order_line_insert before insert on treasury_order_line
when (select state from treasury_order where body_id = new.body_id and order_no = new.order_no) <> 'draft'
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_run_fixed before update on treasury_run when old.state <> 'proposed'
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_run_delete before delete on treasury_run
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_payment_fixed
  before update of body_id, run_no, place, order_no, item_id, amount, name, iban, reference on treasury_payment
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_payment_delete before delete on treasury_payment
begin select raise(rollback, 'treasury.immutable'); end;
-- only postgres
create function treasury_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'treasury.immutable' using errcode = 'integrity_constraint_violation';
end $$;
create function treasury_line_check() returns trigger language plpgsql as $$
declare
  line record;
begin
  if tg_op = 'DELETE' then line := old; else line := new; end if;
  if (select state from treasury_order o where o.body_id = line.body_id and o.order_no = line.order_no) <> 'draft' then
    raise exception 'treasury.immutable' using errcode = 'integrity_constraint_violation';
  end if;
  return line;
end $$;
create trigger treasury_step_change before update or delete or truncate on treasury_step
  for each statement execute function treasury_refuse();
create trigger treasury_order_fixed before update on treasury_order for each row
  when (old.state in ('posted', 'withdrawn')) execute function treasury_refuse();
create trigger treasury_order_delete before delete or truncate on treasury_order
  for each statement execute function treasury_refuse();
create trigger treasury_order_line_fixed before update or truncate on treasury_order_line
  for each statement execute function treasury_refuse();
create trigger treasury_order_line_change before insert or delete on treasury_order_line
  for each row execute function treasury_line_check();
create trigger treasury_run_fixed before update on treasury_run for each row
  when (old.state <> 'proposed') execute function treasury_refuse();
create trigger treasury_run_delete before delete or truncate on treasury_run
  for each statement execute function treasury_refuse();
create trigger treasury_payment_fixed
  before update of body_id, run_no, place, order_no, item_id, amount, name, iban, reference or delete or truncate
  on treasury_payment for each statement execute function treasury_refuse();
-- both
