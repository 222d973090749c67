-- When a use was withdrawn, as a merger that is undone withdraws what it brought; null for what is there. Nothing of an
-- inventory is deleted, and nothing reads what is withdrawn.
alter table datacentre_use add column withdrawn bigint;
