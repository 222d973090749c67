-- The books. Days are numbers yyyymmdd, moments microseconds since 1970 UTC, amounts cents with debit positive.
-- Every table starts its key with body_id: it is the distribution column once one machine is not enough.

create table ledger_body (
  body_id bigint primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('association', 'municipality', 'district', 'special-fund')),
  framework text not null check (framework in ('nkf', 'hgb')),
  created_at bigint not null
);

-- What changes with every entry, apart from what does not: the length of the journal and its Merkle frontier.
create table ledger_book (
  body_id bigint primary key references ledger_body,
  entry_count bigint not null check (entry_count >= 0),
  log_frontier {bytes} not null,
  sealed_on bigint
);

create table ledger_account (
  body_id bigint not null references ledger_body,
  account_id bigint not null,
  number text not null,
  name text not null,
  kind text not null check (kind in ('asset', 'equity', 'special-item', 'provision', 'liability', 'revenue', 'expense',
    'receipt', 'payment', 'closing', 'costing')),
  role text not null check (role in ('none', 'cash', 'receivable', 'payable', 'fixed-asset', 'result')),
  retired_on bigint,
  primary key (body_id, account_id),
  unique (body_id, number)
) {clustered};

create table ledger_product (
  body_id bigint not null references ledger_body,
  product_id bigint not null,
  code text not null,
  name text not null,
  primary key (body_id, product_id),
  unique (body_id, code)
) {clustered};

create table ledger_cost_centre (
  body_id bigint not null references ledger_body,
  cost_centre_id bigint not null,
  code text not null,
  name text not null,
  primary key (body_id, cost_centre_id),
  unique (body_id, code)
) {clustered};

-- Debtors and creditors in one list: who owes today may be owed tomorrow.
create table ledger_party (
  body_id bigint not null references ledger_body,
  party_id bigint not null,
  number text not null,
  name text not null,
  tax_number text,
  iban text,
  creditor_id text,
  street text,
  postal_code text,
  city text,
  counterpart_body_id bigint references ledger_body,
  primary key (body_id, party_id),
  unique (body_id, number)
) {clustered};

-- Period 0 holds opening balances, 1 to 12 the months, 13 year-end adjustments, 14 the closing of the accounts.
create table ledger_period (
  body_id bigint not null references ledger_body,
  fiscal_year bigint not null check (fiscal_year between 1900 and 2999),
  period bigint not null check (period between 0 and 14),
  state text not null check (state in ('open', 'closing', 'closed')),
  primary key (body_id, fiscal_year, period)
) {clustered};

-- What an entry or a posting refers to is checked on SQLite by foreign keys and on PostgreSQL by the statement triggers
-- of the next script: a foreign key's row trigger there would cost more than the insert. Foreign keys are deferred
-- because SQLite would else keep a journal for each statement.
create table ledger_entry (
-- only sqlite
  body_id bigint not null references ledger_book deferrable initially deferred,
-- only postgres
  body_id bigint not null,
-- both
  entry_no bigint not null check (entry_no >= 1),
  kind text not null check (kind in
    ('regular', 'reversal', 'adjustment', 'depreciation', 'opening', 'closing', 'carry-over', 'elimination',
      'winding-up')),
  fiscal_year bigint not null,
  period bigint not null,
  booked_on bigint not null,
  effective_on bigint not null,
  document text not null check (document <> ''),
  text text not null check (text <> ''),
  posted_by text not null,
  posted_at bigint not null,
  external_id text,
  content_hash {bytes},
  reverses_no bigint check (reverses_no < entry_no),
  leaf_hash {bytes} not null,
  primary key (body_id, entry_no),
  check ((external_id is null) = (content_hash is null)),
  check ((kind = 'reversal') = (reverses_no is not null)),
  check (booked_on / 10000 = fiscal_year),
  -- A month holds its own days, openings stand on the first day of the year and adjustments on the last; a merger
  -- within a year closes its sources on another day.
  check (period = booked_on / 100 % 100 or (period = 0 and booked_on % 10000 = 101)
    or (period = 13 and booked_on % 10000 = 1231) or (period = 14 and kind in ('closing', 'reversal')))
) {clustered};

create unique index ledger_entry_external on ledger_entry (body_id, external_id) where external_id is not null;
create unique index ledger_entry_reverses on ledger_entry (body_id, reverses_no) where reverses_no is not null;
create index ledger_entry_booked on ledger_entry (body_id, booked_on);

-- Open items (offene Posten): what one party owes by one voucher. "open" is derived: the sum of its postings.
create table ledger_item (
  body_id bigint not null references ledger_body,
  item_id bigint not null,
  number text not null,
  account_id bigint not null,
  party_id bigint not null,
  originated_on bigint not null,
  due_on bigint not null,
  dunning_level bigint not null check (dunning_level between 0 and 9),
  open bigint not null check (open between -9000000000000000000 and 9000000000000000000),
  primary key (body_id, item_id),
  unique (body_id, number),
  foreign key (body_id, account_id) references ledger_account,
  foreign key (body_id, party_id) references ledger_party
) {clustered};

-- Fixed assets. "cost" and "depreciation" are derived: the sums of their postings by movement.
create table ledger_asset (
  body_id bigint not null references ledger_body,
  asset_id bigint not null,
  number text not null,
  name text not null,
  account_id bigint not null,
  expense_account_id bigint not null,
  product_id bigint,
  cost_centre_id bigint,
  in_service_on bigint not null,
  useful_life_months bigint not null check (useful_life_months >= 0),
  disposed_on bigint,
  cost bigint not null check (cost between -9000000000000000000 and 9000000000000000000),
  depreciation bigint not null check (depreciation between -9000000000000000000 and 9000000000000000000),
  primary key (body_id, asset_id),
  unique (body_id, number),
  foreign key (body_id, account_id) references ledger_account,
  foreign key (body_id, expense_account_id) references ledger_account
) {clustered};

create table ledger_posting (
  body_id bigint not null,
  entry_no bigint not null,
  line_no bigint not null check (line_no >= 1),
  booked_on bigint not null,
  account_id bigint not null,
  amount bigint not null,
  product_id bigint,
  cost_centre_id bigint,
  payment_account_id bigint,
  party_id bigint,
  item_id bigint,
  asset_id bigint,
  movement text check (movement in
    ('addition', 'disposal', 'transfer', 'depreciation', 'write-up', 'released-depreciation')),
  text text,
-- only sqlite
  foreign key (body_id, account_id) references ledger_account deferrable initially deferred,
  foreign key (body_id, product_id) references ledger_product deferrable initially deferred,
  foreign key (body_id, cost_centre_id) references ledger_cost_centre deferrable initially deferred,
  foreign key (body_id, party_id) references ledger_party deferrable initially deferred,
-- both
  primary key (body_id, entry_no, line_no)
) {clustered};

create index ledger_posting_account on ledger_posting (body_id, account_id, booked_on);
create index ledger_posting_item on ledger_posting (body_id, item_id) where item_id is not null;
create index ledger_posting_asset on ledger_posting (body_id, asset_id) where asset_id is not null;

-- Derived: turnover per account, assignment and period. 0 stands for "no product" and its like. The upper bounds stop
-- SQLite, which would turn a sum beyond 64 bits into an inexact number instead of an error.
create table ledger_balance (
  body_id bigint not null,
  fiscal_year bigint not null,
  period bigint not null,
  account_id bigint not null,
  product_id bigint not null,
  cost_centre_id bigint not null,
  payment_account_id bigint not null,
  debit bigint not null check (debit between 0 and 9000000000000000000),
  credit bigint not null check (credit between 0 and 9000000000000000000),
  primary key (body_id, fiscal_year, period, account_id, product_id, cost_centre_id, payment_account_id)
) {clustered};

-- Derived: turnover per account and day, so that a trial balance of any day reads one month of days at most.
create table ledger_day (
  body_id bigint not null,
  fiscal_year bigint not null,
  period bigint not null,
  booked_on bigint not null,
  account_id bigint not null,
  debit bigint not null check (debit between 0 and 9000000000000000000),
  credit bigint not null check (credit between 0 and 9000000000000000000),
  primary key (body_id, fiscal_year, period, booked_on, account_id)
) {clustered};

-- Derived: roots of complete subtrees of the Merkle log at levels 8, 16, 24, … so that a proof reads little.
create table ledger_log_node (
  body_id bigint not null,
  level bigint not null,
  node_no bigint not null,
  hash {bytes} not null,
  primary key (body_id, level, node_no)
) {clustered};

create table ledger_checkpoint (
  body_id bigint not null references ledger_book,
  size bigint not null,
  root {bytes} not null,
  note text not null,
  primary key (body_id, size)
) {clustered};
