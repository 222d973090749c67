-- The inventory (Bestand) of a body's data centre. What an item says stands in content, a JSON object with sorted
-- keys; the fields of each kind are those of the catalogue in code. Links and aliases are derived from it.

create table datacentre_item (
  body_id bigint not null references ledger_body,
  item_id bigint not null check (item_id >= 1),
  kind text not null check (kind <> ''),
  key text not null check (key <> ''),
  name text not null check (name <> ''),
  content text not null check (content <> ''),
  primary key (body_id, item_id),
  unique (body_id, kind, key)
) {clustered};

create table datacentre_link (
  body_id bigint not null,
  item_id bigint not null,
  field text not null,
  target_id bigint not null,
  primary key (body_id, item_id, field, target_id),
  foreign key (body_id, item_id) references datacentre_item,
  foreign key (body_id, target_id) references datacentre_item
) {clustered};
create index datacentre_link_target on datacentre_link (body_id, target_id);

-- How other systems call an item; such a name leads to it for ever.
create table datacentre_alias (
  body_id bigint not null,
  kind text not null,
  source text not null check (source <> ''),
  external_id text not null check (external_id <> ''),
  item_id bigint not null,
  primary key (body_id, kind, source, external_id),
  foreign key (body_id, item_id) references datacentre_item
) {clustered};
create index datacentre_alias_item on datacentre_alias (body_id, item_id);

-- Which part of an item a member uses, from a day on and until the day before another; a share is an exact fraction.
create table datacentre_use (
  body_id bigint not null,
  use_id bigint not null check (use_id >= 1),
  item_id bigint not null,
  member_id bigint not null,
  since bigint not null,
  until bigint check (until > since),
  share_numerator bigint not null check (share_numerator >= 1),
  share_denominator bigint not null check (share_denominator >= share_numerator),
  primary key (body_id, use_id),
  foreign key (body_id, item_id) references datacentre_item,
  foreign key (body_id, member_id) references datacentre_item
) {clustered};
create index datacentre_use_item on datacentre_use (body_id, item_id);
create index datacentre_use_member on datacentre_use (body_id, member_id);
