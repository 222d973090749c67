-- What was answered to a program's request, so that the same request gets the same answer and is done once.

create table identity_answer (
  body_id bigint not null references ledger_body,
  token_id bigint not null references identity_token,
  request_key text not null,
  content_hash {bytes} not null,
  status bigint not null,
  location text,
  content {bytes} not null,
  answered_at bigint not null,
  primary key (body_id, token_id, request_key)
) {clustered};
