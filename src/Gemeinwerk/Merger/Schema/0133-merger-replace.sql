-- SQLite runs no trigger for the row that an insert or replace puts out of the way: what was written down stays.

-- only sqlite
create trigger merger_step_replace before insert on merger_step
when exists (select 1 from merger_step
             where body_id = new.body_id and step_no = new.step_no)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_rehearsal_replace before insert on merger_rehearsal
when exists (select 1 from merger_rehearsal
             where body_id = new.body_id and rehearsal_no = new.rehearsal_no)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_roadmap_event_replace before insert on merger_roadmap_event
when exists (select 1 from merger_roadmap_event
             where body_id = new.body_id and event_no = new.event_no)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_inventory_move_replace before insert on merger_inventory_move
when exists (select 1 from merger_inventory_move
             where body_id = new.body_id and merger_id = new.merger_id and run_no = new.run_no
               and source_body_id = new.source_body_id and item_id = new.item_id)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_inventory_state_replace before insert on merger_inventory_state
when exists (select 1 from merger_inventory_state
             where body_id = new.body_id and merger_id = new.merger_id and run_no = new.run_no
               and book_body_id = new.book_body_id and moment = new.moment and item_id = new.item_id)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_use_move_replace before insert on merger_use_move
when exists (select 1 from merger_use_move
             where body_id = new.body_id and merger_id = new.merger_id and run_no = new.run_no
               and book_body_id = new.book_body_id and use_id = new.use_id)
begin select raise(abort, 'merger.immutable'); end;
create trigger merger_use_new_replace before insert on merger_use_new
when exists (select 1 from merger_use_new
             where body_id = new.body_id and merger_id = new.merger_id and run_no = new.run_no
               and use_id = new.use_id)
begin select raise(abort, 'merger.immutable'); end;
-- both
