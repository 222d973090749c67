-- SQLite runs no trigger for the row that an insert or replace puts out of the way: what was recorded stays.

-- only sqlite
create trigger council_event_replace before insert on council_event
when exists (select 1 from council_event where body_id = new.body_id and event_no = new.event_no)
begin select raise(abort, 'council.immutable'); end;
-- both
