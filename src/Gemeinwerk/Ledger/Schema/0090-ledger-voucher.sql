-- Voucher files (Belegdateien) of entries: appended only. A record of the body's change log names each with its hash.
-- The content stands last, so that lists do not read it.

create table ledger_voucher (
  body_id bigint not null,
  entry_no bigint not null,
  voucher_no bigint not null check (voucher_no >= 1),
  name text not null check (name <> ''),
  type text not null,
  size bigint not null check (size > 0),
  hash {bytes} not null,
  attached_by text not null,
  attached_at bigint not null,
  record_no bigint not null,
  content {bytes} not null,
  primary key (body_id, entry_no, voucher_no),
  foreign key (body_id, entry_no) references ledger_entry
);

-- only sqlite
create trigger ledger_voucher_update before update on ledger_voucher
begin select raise(rollback, 'ledger.immutable'); end;
create trigger ledger_voucher_delete before delete on ledger_voucher
begin select raise(rollback, 'ledger.immutable'); end;
-- "insert or replace" fires no delete trigger.
create trigger ledger_voucher_replace before insert on ledger_voucher
when exists (select 1 from ledger_voucher
             where body_id = new.body_id and entry_no = new.entry_no and voucher_no = new.voucher_no)
begin select raise(rollback, 'ledger.immutable'); end;
-- only postgres
create trigger ledger_voucher_change before update or delete or truncate on ledger_voucher
  for each statement execute function ledger_refuse('ledger.immutable');
-- both
