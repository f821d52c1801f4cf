-- Two orders in the middle of a clean history: one just accepted, its event still in the outbox; one waiting for its payment.

CREATE TABLE public.going AS
SELECT n, public.made('order ' || n) AS id, public.made('payment ' || n) AS payment_id FROM generate_series(1001, 1002) AS n;

INSERT INTO orders.orders (id, customer_id, status, total_minor, currency, payment_method, version, reserved, created_at, updated_at)
SELECT id, 'customer-1', CASE n WHEN 1001 THEN 'pending' ELSE 'awaiting_payment' END, 50, 'USD', 'tok_slow', n - 1000, n = 1002, now(), now()
  FROM public.going;
INSERT INTO orders.order_lines (order_id, position, product_id, quantity, price_minor) SELECT id, 0, 'bag', 2, 25 FROM public.going;
INSERT INTO orders.history (order_id, version, at, event_type, source, to_status, effect, announced_ids, announced_types)
SELECT id, 1, now(), 'POST /orders', 'customer', 'pending', 'accepted', ARRAY[public.event(n, 'order.created', 0)], '{order.created}'
  FROM public.going;
INSERT INTO orders.history (order_id, version, at, event_id, event_type, source, from_status, to_status, effect, announced_ids, announced_types)
SELECT id, 2, now(), public.event(n, 'stock.reserved', 0), 'stock.reserved', 'stock', 'pending', 'awaiting_payment', 'moved',
       ARRAY[public.event(n, 'order.updated', 2)], '{order.updated}'
  FROM public.going WHERE n = 1002;
INSERT INTO orders.outbox (id, type, body, event_ids, owner)
SELECT public.made('waits'), 'order.created', '', array_agg(public.event(n, 'order.created', 0)), public.made('me') FROM public.going WHERE n = 1001;

UPDATE stock.stock_levels SET available = available - 2, reserved = 2 WHERE product_id = 'bag';
INSERT INTO stock.movements (product_id, kind, delta_available, delta_reserved, delta_deducted, order_id, at)
SELECT 'bag', 'reserve', -2, 2, 0, id, now() FROM public.going WHERE n = 1002;
INSERT INTO stock.reservations (order_id, customer_id, status, confirmed, total_minor, currency, payment_method, version, event_id, event_sequence, event_at)
SELECT id, 'customer-1', 'held', false, 50, 'USD', 'tok_slow', 1, public.event(n, 'stock.reserved', 0), 1, now() FROM public.going WHERE n = 1002;
INSERT INTO stock.reservation_lines (order_id, product_id, quantity) SELECT id, 'bag', 2 FROM public.going WHERE n = 1002;
INSERT INTO stock.reservation_decisions (order_id, version, at, cause_event_id, from_status, to_status, event_id, event_type, sequence)
SELECT id, 1, now(), public.event(n, 'order.created', 0), 'none', 'held', public.event(n, 'stock.reserved', 0), 'stock.reserved', 1
  FROM public.going WHERE n = 1002;

INSERT INTO payment.payments (id, order_id, customer_id, amount_minor, currency, method, status, unwanted, promised_minor, refunded_minor,
                              version, next_attempt_at, created_at, updated_at)
SELECT payment_id, id, 'customer-1', 50, 'USD', 'tok_slow', 'pending', false, 0, 0, 1, now(), now(), now() FROM public.going WHERE n = 1002;
INSERT INTO payment.payment_events (payment_id, sequence, order_id, event_id, type, at)
SELECT payment_id, 1, id, public.event(n, 'payment.initiated', 0), 'payment.initiated', now() FROM public.going WHERE n = 1002;

INSERT INTO orders.outbox_archive (id, type, body, event_ids, owner, created_at)
SELECT public.made('going ' || type), type, '', ARRAY[public.event(1002, type, 2)], public.made('me'), now()
  FROM unnest(ARRAY['order.created', 'order.updated']) AS type;
INSERT INTO stock.outbox_archive (id, type, body, event_ids, owner, created_at)
VALUES (public.made('going stock'), 'stock.reserved', '', ARRAY[public.event(1002, 'stock.reserved', 0)], public.made('me'), now());
INSERT INTO payment.outbox_archive (id, type, body, event_ids, owner, created_at)
VALUES (public.made('going payment'), 'payment.initiated', '', ARRAY[public.event(1002, 'payment.initiated', 0)], public.made('me'), now());
INSERT INTO stock.inbox (consumer, event_id) VALUES ('stock', public.event(1002, 'order.created', 0));
INSERT INTO orders.inbox (consumer, event_id) VALUES ('order', public.event(1002, 'stock.reserved', 0));
