-- The payment of an open item, found by the item.

create index treasury_order_payable on treasury_order (body_id, item_id) where kind = 'payment' and state = 'posted';
