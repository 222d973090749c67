-- What is open, due and overdue, found without reading all that is settled.

create index ledger_item_unsettled on ledger_item (body_id, due_on, open) where open <> 0;
