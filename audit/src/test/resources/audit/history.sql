-- A shop's history without a fault: 400 orders of every ending, as the services would have written them.
-- public.subscriptions (service, type) is there already. All ids are made from the order's number and what they are of.

CREATE FUNCTION public.made(text) RETURNS uuid LANGUAGE sql IMMUTABLE AS 'SELECT md5($1)::uuid';

CREATE FUNCTION public.event(n int, type text, version int) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$SELECT public.made(n || type || CASE WHEN type = 'order.updated' THEN version::text ELSE '' END)$$;

-- How an order may end; of 20 orders, so many do.
CREATE TABLE public.endings (ending text PRIMARY KEY, status text, reason text, reservation text, payment text, orders int4range);
INSERT INTO public.endings VALUES
    ('short', 'failed', 'out_of_stock', 'refused', 'void', '[0,2)'),
    ('declined', 'failed', 'card_declined', 'released', 'failed', '[2,4)'),
    ('regretted', 'cancelled', 'customer', 'released', 'refunded', '[4,5)'),
    ('overtaken', 'cancelled', 'customer', 'void', 'void', '[5,6)'),
    ('unwanted', 'cancelled', 'customer', 'released', 'refunded', '[6,7)'),
    ('late', 'failed', 'payment_timeout', 'released', 'failed', '[7,8)'),
    ('sold', 'completed', NULL, 'deducted', 'captured', '[8,20)');

CREATE TABLE public.placed AS
SELECT n, public.made('order ' || n) AS id, public.made('payment ' || n) AS payment_id, 'customer-' || n % 40 AS customer_id,
       'product-' || n % 5 AS product_id, 1 + n % 3 AS quantity, 100 * (1 + n % 5) AS price_minor, n % 3 = 0 AS has_bag,
       (1 + n % 3) * 100 * (1 + n % 5) + CASE WHEN n % 3 = 0 THEN 25 ELSE 0 END AS total_minor,
       timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second' AS at, e.*
  FROM generate_series(1, 400) AS n
  JOIN public.endings AS e ON n % 20 <@ e.orders;

-- The order's steps: version (none for a note), what happened, and what was announced.
CREATE TABLE public.order_steps (ending text, version int, cause text, from_status text, to_status text, announced text[]);
INSERT INTO public.order_steps
SELECT ending, 1, 'POST /orders', NULL, 'pending', ARRAY['order.created'] FROM public.endings;
INSERT INTO public.order_steps
SELECT ending, 2, 'stock.reserved', 'pending', 'awaiting_payment', ARRAY['order.updated']
  FROM public.endings WHERE ending NOT IN ('short', 'overtaken');
INSERT INTO public.order_steps
SELECT ending, NULL, 'payment.initiated', NULL, NULL, '{}' FROM public.endings WHERE payment <> 'void';
INSERT INTO public.order_steps VALUES
    ('sold', 3, 'payment.successful', 'awaiting_payment', 'paid', '{order.updated,order.completed}'),
    ('sold', 4, 'stock.deducted', 'paid', 'completed', '{order.updated}'),
    ('short', 2, 'stock.not-reserved', 'pending', 'failed', '{order.updated,order.failed}'),
    ('declined', 3, 'payment.failed', 'awaiting_payment', 'failed', '{order.updated,order.failed}'),
    ('declined', NULL, 'stock.released', NULL, NULL, '{}'),
    ('regretted', 3, 'cancel', 'awaiting_payment', 'cancelled', '{order.updated,order.cancelled}'),
    ('regretted', NULL, 'payment.successful', NULL, NULL, '{order.cancelled}'),
    ('regretted', NULL, 'stock.released', NULL, NULL, '{}'),
    ('regretted', NULL, 'payment.refunded', NULL, NULL, '{}'),
    ('overtaken', 2, 'cancel', 'pending', 'cancelled', '{order.updated,order.cancelled}'),
    ('unwanted', 3, 'cancel', 'awaiting_payment', 'cancelled', '{order.updated,order.cancelled}'),
    ('unwanted', NULL, 'stock.released', NULL, NULL, '{}'),
    ('unwanted', NULL, 'payment.refunded', NULL, NULL, '{}'),
    ('late', 3, 'payment.failed', 'awaiting_payment', 'failed', '{order.updated,order.failed}'),
    ('late', NULL, 'stock.released', NULL, NULL, '{}'),
    ('late', NULL, 'payment.refunded', NULL, NULL, '{}');

CREATE TABLE public.stock_steps (ending text, version int, cause text, from_status text, to_status text, announced text, sequence int);
INSERT INTO public.stock_steps
SELECT ending, 1, 'order.created', 'none', 'held', 'stock.reserved', 1 FROM public.endings WHERE reservation IN ('released', 'deducted');
INSERT INTO public.stock_steps VALUES
    ('sold', 2, 'payment.successful', 'held', 'held', NULL, NULL),
    ('sold', 3, 'order.completed', 'held', 'deducted', 'stock.deducted', 2),
    ('short', 1, 'order.created', 'none', 'refused', 'stock.not-reserved', 1),
    ('declined', 2, 'payment.failed', 'held', 'released', 'stock.released', 2),
    ('regretted', 2, 'order.cancelled', 'held', 'released', 'stock.released', 2),
    ('overtaken', 1, 'order.cancelled', 'none', 'void', NULL, NULL),
    ('unwanted', 2, 'order.cancelled', 'held', 'released', 'stock.released', 2),
    ('late', 2, 'payment.failed', 'held', 'released', 'stock.released', 2);

CREATE TABLE public.payment_steps (ending text, sequence int, type text);
INSERT INTO public.payment_steps VALUES
    ('sold', 1, 'payment.initiated'), ('sold', 2, 'payment.successful'),
    ('declined', 1, 'payment.initiated'), ('declined', 2, 'payment.failed'),
    ('regretted', 1, 'payment.initiated'), ('regretted', 2, 'payment.successful'), ('regretted', 3, 'payment.refunded'),
    ('unwanted', 1, 'payment.initiated'), ('unwanted', 2, 'payment.refunded'),
    ('late', 1, 'payment.initiated'), ('late', 2, 'payment.failed'), ('late', 3, 'payment.refunded');

-- Order

INSERT INTO orders.orders (id, customer_id, status, reason, total_minor, currency, payment_method, payment_id, version,
                           reserved, released, deducted, captured, refunded_minor, created_at, updated_at)
SELECT p.id, customer_id, status, reason, total_minor, 'USD', 'tok_ok', payment_id,
       (SELECT max(version) FROM public.order_steps AS s WHERE s.ending = p.ending),
       reservation IN ('released', 'deducted'), reservation = 'released', reservation = 'deducted',
       ending IN ('sold', 'regretted'),
       CASE WHEN ending IN ('regretted', 'unwanted', 'late') THEN total_minor ELSE 0 END, at, at + interval '1 minute'
  FROM public.placed AS p;

INSERT INTO orders.order_lines (order_id, position, product_id, quantity, price_minor)
SELECT id, 0, product_id, quantity, price_minor FROM public.placed
UNION ALL
SELECT id, 1, 'bag', 1, 25 FROM public.placed WHERE has_bag;

INSERT INTO orders.history (order_id, version, at, event_id, event_type, source, from_status, to_status, effect, announced_ids, announced_types)
SELECT p.id, s.version, at + coalesce(s.version, 9) * interval '1 second',
       CASE WHEN s.cause LIKE '%.%' THEN public.event(n, s.cause, s.version) END, s.cause,
       CASE WHEN s.cause LIKE '%.%' THEN split_part(s.cause, '.', 1) ELSE 'customer' END,
       s.from_status, s.to_status, 'as told',
       ARRAY(SELECT public.event(n, type, s.version) FROM unnest(s.announced) WITH ORDINALITY AS a (type, place) ORDER BY place), s.announced
  FROM public.placed AS p JOIN public.order_steps AS s USING (ending)
 ORDER BY n, s.version;

INSERT INTO orders.idempotency (customer_id, key, body_hash, order_id, answer, created_at)
SELECT customer_id, 'key-' || n, '\x01', id, '{}', at FROM public.placed WHERE n % 4 = 0;

CREATE TABLE public.acked AS
SELECT id AS order_id, customer_id, CASE WHEN n % 4 = 0 THEN 'key-' || n END AS key, 'hash-' || n AS body_hash FROM public.placed;
INSERT INTO public.acked SELECT * FROM public.acked WHERE key IS NOT NULL;

-- Stock

INSERT INTO stock.stock_levels (product_id, available, reserved, deducted, sequence, announced_sequence, product_sequence)
SELECT product_id, 10000, 0, 0, 1, 1, 1 FROM (SELECT DISTINCT product_id FROM orders.order_lines) AS products;
INSERT INTO stock.movements (product_id, kind, delta_available, delta_reserved, delta_deducted, at)
SELECT product_id, 'initial', 9990, 0, 0, timestamptz '2026-01-01' FROM stock.stock_levels
UNION ALL
SELECT product_id, 'adjustment', 10, 0, 0, timestamptz '2026-01-01' FROM stock.stock_levels;

INSERT INTO stock.reservations (order_id, customer_id, status, confirmed, total_minor, currency, payment_method, expires_at, shortages,
                                reason, version, event_id, event_sequence, event_at)
SELECT p.id, customer_id, reservation, ending = 'sold',
       CASE WHEN reservation IN ('released', 'deducted') THEN total_minor END,
       CASE WHEN reservation IN ('released', 'deducted') THEN 'USD' END,
       CASE WHEN reservation IN ('released', 'deducted') THEN 'tok_ok' END,
       CASE WHEN reservation IN ('released', 'deducted') THEN at + interval '30 minutes' END,
       CASE WHEN reservation = 'refused' THEN '[]'::jsonb END,
       CASE WHEN reservation = 'released' THEN status END,
       last.version, last.event_id, coalesce(last.sequence, 0), at
  FROM public.placed AS p
  JOIN LATERAL (SELECT s.version, public.event(n, s.announced, 0) AS event_id, s.sequence
                  FROM public.stock_steps AS s WHERE s.ending = p.ending ORDER BY s.version DESC LIMIT 1) AS last ON true;

INSERT INTO stock.reservation_lines (order_id, product_id, quantity)
SELECT l.order_id, l.product_id, l.quantity
  FROM orders.order_lines AS l JOIN stock.reservations AS r USING (order_id)
 WHERE r.status IN ('released', 'deducted');

INSERT INTO stock.reservation_decisions (order_id, version, at, cause_event_id, from_status, to_status, event_id, event_type, sequence)
SELECT p.id, s.version, at + s.version * interval '1 second', public.event(n, s.cause, 0), s.from_status, s.to_status,
       public.event(n, s.announced, 0), s.announced, s.sequence
  FROM public.placed AS p JOIN public.stock_steps AS s USING (ending);

INSERT INTO stock.movements (product_id, kind, delta_available, delta_reserved, delta_deducted, order_id, at)
SELECT product_id, 'reserve', -quantity, quantity, 0, order_id, timestamptz '2026-01-01' FROM stock.reservation_lines
UNION ALL
SELECT product_id, 'release', quantity, -quantity, 0, order_id, timestamptz '2026-01-01'
  FROM stock.reservation_lines JOIN stock.reservations USING (order_id) WHERE status = 'released'
UNION ALL
SELECT product_id, 'deduct', 0, -quantity, quantity, order_id, timestamptz '2026-01-01'
  FROM stock.reservation_lines JOIN stock.reservations USING (order_id) WHERE status = 'deducted';

UPDATE stock.stock_levels AS s
   SET available = m.available, reserved = m.reserved, deducted = m.deducted
  FROM (SELECT product_id, sum(delta_available) AS available, sum(delta_reserved) AS reserved, sum(delta_deducted) AS deducted
          FROM stock.movements GROUP BY product_id) AS m
 WHERE m.product_id = s.product_id;

-- Payment, and the provider's own books

INSERT INTO payment.payments (id, order_id, customer_id, amount_minor, currency, method, status, reason, unwanted,
                              captured_minor, promised_minor, refunded_minor, version, created_at, updated_at)
SELECT payment_id, id, customer_id, CASE WHEN payment <> 'void' THEN total_minor END,
       CASE WHEN payment <> 'void' THEN 'USD' END, CASE WHEN payment <> 'void' THEN 'tok_ok' END, payment, reason, ending = 'unwanted',
       CASE WHEN ending IN ('sold', 'regretted', 'unwanted', 'late') THEN total_minor END,
       CASE WHEN ending IN ('regretted', 'unwanted', 'late') THEN total_minor ELSE 0 END,
       CASE WHEN ending IN ('regretted', 'unwanted', 'late') THEN total_minor ELSE 0 END,
       (SELECT count(*) FROM public.payment_steps AS s WHERE s.ending = p.ending), at, at
  FROM public.placed AS p;

INSERT INTO payment.payment_events (payment_id, sequence, order_id, event_id, type, at)
SELECT payment_id, s.sequence, id, public.event(n, s.type, 0), s.type, at
  FROM public.placed JOIN public.payment_steps AS s USING (ending);

INSERT INTO payment.refunds (id, payment_id, refund_key, amount_minor, cause, status, created_at, done_at)
SELECT public.made('refund ' || n), payment_id, 'compensation', total_minor, 'compensation', 'done', at, at
  FROM public.placed WHERE ending IN ('regretted', 'unwanted', 'late');

INSERT INTO payment.ledger (payment_id, order_id, kind, amount_minor, currency, provider_ref, refund_id, cause, event_id, at)
SELECT payment_id, id, 'capture', total_minor, 'USD', 'capture-' || n, NULL, NULL,
       CASE WHEN ending IN ('sold', 'regretted') THEN public.event(n, 'payment.successful', 0) END, at + interval '20 seconds'
  FROM public.placed WHERE ending IN ('sold', 'regretted', 'unwanted', 'late')
UNION ALL
SELECT payment_id, id, 'refund', total_minor, 'USD', 'refund-' || n, public.made('refund ' || n), 'compensation',
       public.event(n, 'payment.refunded', 0), at + interval '30 seconds'
  FROM public.placed WHERE ending IN ('regretted', 'unwanted', 'late');

INSERT INTO provider.charges (key, refused, provider_ref, amount_minor, currency, method, due_at)
SELECT payment_id, false, provider_ref, amount_minor, currency, 'tok_ok', at FROM payment.ledger WHERE kind = 'capture';
INSERT INTO provider.refunds (key, provider_ref, capture_key, amount_minor, at)
SELECT refund_id, provider_ref, payment_id, amount_minor, at FROM payment.ledger WHERE kind = 'refund';

-- What was sent and who heard it

INSERT INTO catalog.outbox_archive (id, type, body, event_ids, owner, created_at)
SELECT public.made('message ' || product_id), 'product.created', '', ARRAY[public.made('product ' || product_id)], public.made('me'), now()
  FROM stock.stock_levels;
INSERT INTO orders.outbox_archive (id, type, body, event_ids, owner, created_at)
SELECT public.made('message ' || a.id), a.type, '', ARRAY[a.id], public.made('me'), now()
  FROM (SELECT DISTINCT a.id, a.type FROM orders.history AS h, unnest(h.announced_ids, h.announced_types) AS a (id, type)) AS a;
INSERT INTO stock.outbox_archive (id, type, body, event_ids, owner, created_at)
SELECT public.made('message ' || event_id), event_type, '', ARRAY[event_id], public.made('me'), now()
  FROM stock.reservation_decisions WHERE event_id IS NOT NULL;
INSERT INTO payment.outbox_archive (id, type, body, event_ids, owner, created_at)
SELECT public.made('message ' || type), type, '', array_agg(event_id), public.made('me'), now()
  FROM payment.payment_events GROUP BY type;

CREATE VIEW public.sent AS
SELECT type, unnest(event_ids) AS event_id FROM orders.outbox_archive
UNION ALL SELECT type, unnest(event_ids) FROM stock.outbox_archive
UNION ALL SELECT type, unnest(event_ids) FROM payment.outbox_archive
UNION ALL SELECT type, unnest(event_ids) FROM catalog.outbox_archive;
CREATE VIEW public.hears AS SELECT service, event_id FROM public.sent JOIN public.subscriptions USING (type);

INSERT INTO orders.inbox (consumer, event_id) SELECT service, event_id FROM public.hears WHERE service = 'order';
INSERT INTO stock.inbox (consumer, event_id) SELECT service, event_id FROM public.hears WHERE service = 'stock';
INSERT INTO payment.inbox (consumer, event_id) SELECT service, event_id FROM public.hears WHERE service = 'payment';
INSERT INTO catalog.inbox (consumer, event_id) SELECT service, event_id FROM public.hears WHERE service = 'catalog';

CREATE TABLE public.queues (name text, messages bigint);
INSERT INTO public.queues VALUES ('Stock_OrderCreatedQueue', 0), ('Stock_OrderCreatedQueue.dead', 0), ('unrouted', 0), ('Stock_Unrouted', 0);
ANALYZE;
