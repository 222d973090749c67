-- What came of work in the background, for who asks after the program has ended. Without an end it broke off with it.

create table operating_work (
  body_id bigint not null references ledger_body,
  kind text not null check (kind <> ''),
  subject text not null,
  started_at bigint not null,
  ended_at bigint check (ended_at >= started_at),
  state {bytes} not null,
  primary key (body_id, kind, subject)
) {clustered};
