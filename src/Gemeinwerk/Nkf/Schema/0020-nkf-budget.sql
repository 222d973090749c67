-- The budget. A line is what a plan value stands for: a product (0 for none) and a position, which is either the first
-- digits of accounts (payment accounts included) or a line of the Ergebnisplan (Z13) or Finanzplan (F26).

create table nkf_cover_group (
  body_id bigint not null references ledger_body,
  cover_group_id bigint not null,
  fiscal_year bigint not null,
  code text not null,
  name text not null,
  primary key (body_id, cover_group_id),
  unique (body_id, fiscal_year, code)
) {clustered};

create table nkf_budget_line (
  body_id bigint not null references ledger_body,
  line_id bigint not null,
  fiscal_year bigint not null check (fiscal_year between 1900 and 2999),
  product_id bigint not null,
  position text not null,
  cover_group_id bigint,
  primary key (body_id, line_id),
  unique (body_id, fiscal_year, product_id, position),
  foreign key (body_id, cover_group_id) references nkf_cover_group
) {clustered};

-- Amounts in their natural direction: a planned expense is positive.
create table nkf_budget_change (
  body_id bigint not null,
  change_id bigint not null,
  line_id bigint not null,
  kind text not null check (kind in ('original', 'supplementary', 'carried-forward', 'transfer', 'approval')),
  amount bigint not null,
  reference text not null check (reference <> ''),
  cover text,
  recorded_by text not null,
  recorded_at bigint not null,
  primary key (body_id, change_id),
  check (kind <> 'approval' or cover <> ''),
  foreign key (body_id, line_id) references nkf_budget_line
) {clustered};

create index nkf_budget_change_line on nkf_budget_change (body_id, line_id);

create table nkf_commitment (
  body_id bigint not null,
  commitment_id bigint not null,
  line_id bigint not null,
  number text not null,
  text text not null,
  amount bigint not null check (amount > 0),
  released_at bigint,
  recorded_by text not null,
  recorded_at bigint not null,
  primary key (body_id, commitment_id),
  unique (body_id, number),
  foreign key (body_id, line_id) references nkf_budget_line
) {clustered};

create table nkf_commitment_use (
  body_id bigint not null,
  commitment_id bigint not null,
  entry_no bigint not null,
  amount bigint not null,
  primary key (body_id, commitment_id, entry_no),
  foreign key (body_id, commitment_id) references nkf_commitment,
  foreign key (body_id, entry_no) references ledger_entry
) {clustered};

create table nkf_budget_control (
  body_id bigint not null references ledger_body,
  fiscal_year bigint not null,
  is_on bigint not null check (is_on in (0, 1)),
  primary key (body_id, fiscal_year)
) {clustered};
