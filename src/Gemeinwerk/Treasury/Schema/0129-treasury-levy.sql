-- The cash orders (Kassenanordnungen) by which a levy (Verbandsumlage) is claimed: of which levy of the assembly, of
-- which member, of which instalment. An order that is withdrawn may be followed by another attempt; appended only.

create table treasury_levy_order (
  body_id bigint not null,
  order_no bigint not null,
  levy_no bigint not null check (levy_no >= 1),
  member text not null check (member <> ''),
  instalment bigint not null check (instalment >= 1),
  attempt bigint not null check (attempt >= 1),
  primary key (body_id, order_no),
  foreign key (body_id, order_no) references treasury_order
) {clustered};
create unique index treasury_levy_order_once on treasury_levy_order (body_id, levy_no, member, instalment, attempt);

-- only sqlite
create trigger treasury_levy_order_update before update on treasury_levy_order
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_levy_order_delete before delete on treasury_levy_order
begin select raise(rollback, 'treasury.immutable'); end;
create trigger treasury_levy_order_replace before insert on treasury_levy_order
when exists (select 1 from treasury_levy_order where body_id = new.body_id and order_no = new.order_no)
begin select raise(rollback, 'treasury.immutable'); end;
-- only postgres
create trigger treasury_levy_order_change before update or delete or truncate on treasury_levy_order
  for each statement execute function treasury_refuse();
-- both
