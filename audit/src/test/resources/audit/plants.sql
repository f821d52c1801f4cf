-- One violation for each check, planted into a clean history. "also" names what else fires, and has to.

-- plant A01 also A03
UPDATE stock.stock_levels SET available = -1 WHERE product_id = 'bag';

-- plant A02 also A03
UPDATE stock.stock_levels SET reserved = reserved + 1, available = available - 1 WHERE product_id = 'bag';

-- plant A03
UPDATE stock.movements SET delta_available = delta_available + 1 WHERE product_id = 'bag' AND kind = 'adjustment';

-- plant A04
INSERT INTO stock.movements (product_id, kind, delta_available, delta_reserved, delta_deducted, order_id, at)
VALUES ('bag', 'release', 0, 0, 0, public.one('sold'), now());

-- plant A05
INSERT INTO stock.movements (product_id, kind, delta_available, delta_reserved, delta_deducted, order_id, at)
VALUES ('bag', 'reserve', 0, 0, 0, public.one('short'), now());

-- plant Q10
UPDATE stock.stock_levels SET available = available - 1, deducted = deducted + 1 WHERE product_id = 'bag';
UPDATE stock.movements SET delta_available = delta_available - 1, delta_deducted = 1 WHERE product_id = 'bag' AND kind = 'adjustment';

-- plant A23 also A04
UPDATE stock.reservation_lines SET quantity = 2 WHERE order_id = public.one('sold') AND product_id = 'bag';

-- plant A24 also A05, Q04
DELETE FROM stock.reservation_lines WHERE order_id = public.one('sold') AND product_id = 'bag';

-- plant A28 also A04
INSERT INTO stock.reservation_lines (order_id, product_id, quantity)
SELECT order_id, product_id, quantity FROM orders.order_lines WHERE order_id = public.one('short');

-- plant A07 also A30, Q02, Q18, Q09
INSERT INTO payment.ledger (payment_id, order_id, kind, amount_minor, currency, provider_ref, at)
SELECT payment_id, order_id, kind, amount_minor, currency, 'twice', at FROM payment.ledger WHERE order_id = public.one('sold');

-- plant A09 also A29, A30, Q02, Q18, Q09, Q20
UPDATE payment.ledger SET amount_minor = amount_minor + 1 WHERE order_id = public.one('regretted') AND kind = 'refund';

-- plant A10 also Q18
UPDATE payment.ledger SET provider_ref = (SELECT provider_ref FROM payment.ledger WHERE order_id = public.another('sold'))
 WHERE order_id = public.one('sold');

-- plant A29
UPDATE payment.refunds SET cause = 'goodwill' WHERE payment_id = (SELECT id FROM payment.payments WHERE order_id = public.one('late'));

-- plant A30
UPDATE payment.payments SET promised_minor = promised_minor - 1 WHERE order_id = public.one('late');

-- plant Q02 also Q10, A13, Q03, Q09
UPDATE orders.orders SET status = 'failed' WHERE id = public.one('sold');

-- plant Q16 also A29, A30, Q02, Q18, Q09, Q20
DELETE FROM payment.ledger WHERE order_id = public.one('late') AND kind = 'refund';

-- plant Q18
INSERT INTO provider.charges (key, refused, provider_ref, amount_minor, currency, method, due_at)
VALUES (public.made('nobody'), false, 'unknown to us', 100, 'USD', 'tok_timeout', '2026-01-01');

-- plant A11
UPDATE orders.history SET to_status = 'paid' WHERE order_id = public.one('sold') AND version = 2;
UPDATE orders.history SET from_status = 'paid' WHERE order_id = public.one('sold') AND version = 3;

-- plant A12
UPDATE orders.history SET version = version + 1 WHERE order_id = public.one('sold') AND version >= 3;
UPDATE orders.orders SET version = version + 1 WHERE id = public.one('sold');

-- plant A13
UPDATE orders.orders SET version = version + 1 WHERE id = public.one('sold');

-- plant A31
UPDATE stock.reservation_decisions SET from_status = 'refused' WHERE order_id = public.one('sold') AND version = 3;

-- plant A32 also A13, Q01
UPDATE orders.orders SET status = 'pending', moved_at = now() - interval '1 hour' WHERE id = public.one('short');

-- plant Q01 also A13
UPDATE orders.orders SET status = 'awaiting_payment' WHERE id = public.one('overtaken');

-- plant A19 also A33, A21
INSERT INTO orders.idempotency SELECT customer_id, key, body_hash, public.another('sold'), answer, created_at
  FROM orders.idempotency WHERE order_id = public.one('sold');

-- plant A33 also A21
UPDATE orders.idempotency SET order_id = public.made('no order') WHERE order_id = public.one('sold');

-- plant A20
INSERT INTO public.acked VALUES (public.made('lost'), 'customer-1', NULL, 'hash');

-- plant A21
INSERT INTO public.acked SELECT order_id, customer_id, key, 'another request' FROM public.acked WHERE key IS NOT NULL LIMIT 1;

-- plant Q14
UPDATE orders.idempotency SET answer = NULL WHERE order_id = public.one('sold');

-- plant A06
UPDATE orders.order_lines SET price_minor = price_minor + 1 WHERE order_id = public.one('sold') AND product_id = 'bag';

-- plant A08 also Q09
UPDATE payment.ledger SET currency = 'EUR' WHERE order_id = public.one('sold');

-- plant A34
UPDATE payment.payments SET amount_minor = amount_minor - 1 WHERE order_id = public.one('declined');

-- plant A22 also A18
INSERT INTO stock.reservations (order_id, customer_id, status, confirmed, version, event_sequence, event_at)
VALUES (public.made('ghost'), 'customer-1', 'void', false, 1, 0, now());
INSERT INTO stock.reservation_decisions (order_id, version, at, cause_event_id, from_status, to_status)
SELECT public.made('ghost'), 1, at, public.made('ghost'), 'none', 'void' FROM public.placed LIMIT 1;

-- plant A25
INSERT INTO payment.payments (id, order_id, customer_id, status, unwanted, promised_minor, refunded_minor, version, created_at, updated_at)
VALUES (public.made('ghost payment'), public.made('ghost'), 'customer-1', 'void', false, 0, 0, 0, now(), now());

-- plant A26
UPDATE orders.orders SET captured = true WHERE id = public.one('declined');

-- plant A27 also A04, A28, A31, Q19
UPDATE stock.reservations SET status = 'refused' WHERE order_id = public.one('regretted');

-- plant Q03 also A02, A04, A31, Q19
UPDATE stock.reservations SET status = 'held' WHERE order_id = public.one('declined');

-- plant Q04 also A02, A04, A31, Q03, Q19
UPDATE stock.reservations SET status = 'held' WHERE order_id = public.one('sold');

-- plant Q09 also A30, Q02, Q18, A08
UPDATE payment.ledger SET amount_minor = amount_minor + 1 WHERE order_id = public.one('sold');

-- plant Q15
UPDATE orders.orders SET reason = 'out_of_stock' WHERE id = public.one('declined');

-- plant Q19
UPDATE orders.orders SET released = false WHERE id = public.one('declined');

-- plant Q20
UPDATE orders.orders SET refunded_minor = 0 WHERE id = public.one('regretted');

-- plant A14 also Q05
INSERT INTO stock.outbox (id, type, body, event_ids, owner)
VALUES (public.made('zombie'), 'stock.reserved', '', ARRAY[public.made('zombie event')], public.made('me'));

-- plant A15 also A35
UPDATE orders.history SET announced_ids = announced_ids || public.made('again'), announced_types = announced_types || 'order.updated'::text
 WHERE order_id = public.one('sold') AND version = 2;

-- plant A37
UPDATE payment.payments SET version = version + 1 WHERE order_id = public.one('sold');

-- plant A16
UPDATE stock.reservation_decisions SET event_id = (SELECT announced_ids[1] FROM orders.history WHERE order_id = public.one('sold') AND version = 1)
 WHERE order_id = public.one('declined') AND version = 2;

-- plant A17
UPDATE orders.history SET event_id = (SELECT event_id FROM orders.history WHERE order_id = public.one('sold') AND version = 2)
 WHERE order_id = public.another('sold') AND version = 2;

-- plant A18 also Q06
DELETE FROM stock.inbox WHERE event_id = (SELECT cause_event_id FROM stock.reservation_decisions WHERE order_id = public.one('sold') AND version = 1);

-- plant A35
DELETE FROM orders.outbox_archive
 WHERE event_ids[1] = (SELECT announced_ids[1] FROM orders.history WHERE order_id = public.one('sold') AND version = 2);

-- plant Q05
INSERT INTO catalog.outbox (id, type, body, event_ids, owner)
VALUES (public.made('stuck'), 'product.created', '', ARRAY[public.made('product bag')], public.made('me'));

-- plant Q06
DELETE FROM orders.inbox WHERE event_id = public.made('product bag');

-- plant Q07
INSERT INTO payment.inbox (consumer, event_id) VALUES ('payment', public.made('phantom'));

-- plant Q08
UPDATE public.queues SET messages = 1 WHERE name = 'Stock_OrderCreatedQueue.dead';

-- plant A36
UPDATE public.queues SET messages = 1 WHERE name IN ('unrouted', 'Stock_Unrouted');

-- plant Q17
UPDATE public.queues SET messages = 1 WHERE name = 'Stock_OrderCreatedQueue';
