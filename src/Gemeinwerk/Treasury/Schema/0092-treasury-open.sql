-- What waits for somebody, found without reading all that is done.

create index treasury_order_open on treasury_order (body_id, order_no)
  where state in ('draft', 'certified', 'ordered');
create index treasury_run_proposed on treasury_run (body_id, run_no) where state = 'proposed';
