-- What was posted for a party outside of its open items, so that its statement of account reads no more than its own.
create index ledger_posting_party on ledger_posting (body_id, party_id)
  where party_id is not null and item_id is null;
