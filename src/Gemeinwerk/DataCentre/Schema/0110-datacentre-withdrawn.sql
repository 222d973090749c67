-- When an item was withdrawn, as a merger that is undone withdraws what it brought; null for what is there. Nothing of
-- an inventory is deleted. A withdrawn item has given its key free, and nothing leads from it or to it.
alter table datacentre_item add column withdrawn bigint;
