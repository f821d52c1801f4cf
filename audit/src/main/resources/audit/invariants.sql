-- The invariants as queries whose rows are violations: (subject, detail). [A] holds at every moment, [Q] at rest; in brackets what the
-- host has to give, its values being $1, $2, … A part is a table expression that the checks after it may name.

-- part announced
SELECT 'order' AS service, h.order_id, h.version::bigint AS sequence, a.event_id, a.type
  FROM orders.history AS h, unnest(h.announced_ids, h.announced_types) AS a (event_id, type)
UNION ALL
SELECT 'stock', d.order_id, d.sequence, d.event_id, d.event_type
  FROM stock.reservation_decisions AS d
 WHERE d.event_id IS NOT NULL
UNION ALL
SELECT 'payment', e.order_id, e.sequence, e.event_id, e.type
  FROM payment.payment_events AS e

-- part waiting
SELECT 'order' AS service, id, type, event_ids, parked_at FROM orders.outbox
UNION ALL SELECT 'stock', id, type, event_ids, parked_at FROM stock.outbox
UNION ALL SELECT 'payment', id, type, event_ids, parked_at FROM payment.outbox
UNION ALL SELECT 'catalog', id, type, event_ids, parked_at FROM catalog.outbox

-- part trail
SELECT greatest((SELECT trail_up_to FROM orders.purged), (SELECT trail_up_to FROM stock.purged),
                (SELECT trail_up_to FROM payment.purged), (SELECT trail_up_to FROM catalog.purged)) AS up_to

-- part sent
SELECT DISTINCT service, type, event_id
  FROM (SELECT 'order' AS service, type, event_ids FROM orders.outbox_archive
        UNION ALL SELECT 'stock', type, event_ids FROM stock.outbox_archive
        UNION ALL SELECT 'payment', type, event_ids FROM payment.outbox_archive
        UNION ALL SELECT 'catalog', type, event_ids FROM catalog.outbox_archive) AS archived
 CROSS JOIN trail
 CROSS JOIN unnest(event_ids) AS event_id
 WHERE event_id > trail.up_to

-- part unsent
SELECT service, type, unnest(event_ids) AS event_id FROM waiting

-- part heard
SELECT service, event_id
  FROM (SELECT 'order' AS service, event_id FROM orders.inbox
        UNION SELECT 'stock', event_id FROM stock.inbox
        UNION SELECT 'payment', event_id FROM payment.inbox
        UNION SELECT 'catalog', event_id FROM catalog.inbox) AS inboxes
 CROSS JOIN trail
 WHERE event_id > trail.up_to

-- part kept
SELECT (SELECT up_to FROM orders.purged) AS orders, (SELECT up_to FROM stock.purged) AS stock, (SELECT up_to FROM payment.purged) AS payment

-- part money
SELECT order_id,
       coalesce(sum(amount_minor) FILTER (WHERE kind = 'capture'), 0) AS captured,
       coalesce(sum(amount_minor) FILTER (WHERE kind = 'refund'), 0) AS refunded,
       coalesce(sum(amount_minor) FILTER (WHERE kind = 'refund' AND cause = 'compensation'), 0) AS compensated
  FROM payment.ledger
 GROUP BY order_id

-- part sold
SELECT id, status, total_minor, currency FROM orders.orders WHERE status IN ('completed', 'shipped', 'delivered')

-- part dead
SELECT id, status, reason FROM orders.orders WHERE status IN ('failed', 'cancelled')


-- invariant 1: for every product, what came in is available, reserved or deducted; never less than nothing is available

-- check A01 [A] no level is below zero
SELECT product_id, format('available=%s reserved=%s deducted=%s', available, reserved, deducted)
  FROM stock.stock_levels
 WHERE available < 0 OR reserved < 0 OR deducted < 0

-- check A02 [A] what is reserved of a product is what its held reservations hold
SELECT s.product_id, format('reserved=%s held=%s', s.reserved, coalesce(held.quantity, 0))
  FROM stock.stock_levels AS s
  LEFT JOIN (SELECT l.product_id, sum(l.quantity) AS quantity
               FROM stock.reservation_lines AS l
               JOIN stock.reservations AS r USING (order_id)
              WHERE r.status = 'held'
              GROUP BY l.product_id) AS held USING (product_id)
 WHERE s.reserved <> coalesce(held.quantity, 0)

-- check A03 [A] every level is the sum of its movements, and what came in = available + reserved + deducted
SELECT coalesce(s.product_id, m.product_id),
       format('level=%s/%s/%s movements=%s/%s/%s came in=%s', s.available, s.reserved, s.deducted, m.available, m.reserved, m.deducted, m.came_in)
  FROM stock.stock_levels AS s
  FULL JOIN (SELECT product_id,
                    sum(delta_available) AS available,
                    sum(delta_reserved) AS reserved,
                    sum(delta_deducted) AS deducted,
                    sum(delta_available + delta_reserved + delta_deducted) FILTER (WHERE order_id IS NULL) AS came_in
               FROM stock.movements
              GROUP BY product_id) AS m USING (product_id)
 WHERE (coalesce(s.available, 0), coalesce(s.reserved, 0), coalesce(s.deducted, 0))
       IS DISTINCT FROM (coalesce(m.available, 0), coalesce(m.reserved, 0), coalesce(m.deducted, 0))
    OR coalesce(s.available + s.reserved + s.deducted, 0) <> coalesce(m.came_in, 0)

-- check A04 [A] every line was reserved once, and released or deducted once as its reservation says
SELECT l.order_id::text, format('%s %s: %s', r.status, l.product_id, coalesce(string_agg(m.kind || ' ' || m.delta_reserved, ', '), 'no movement'))
  FROM stock.reservation_lines AS l
  JOIN stock.reservations AS r USING (order_id)
  LEFT JOIN stock.movements AS m USING (order_id, product_id)
 GROUP BY l.order_id, l.product_id, l.quantity, r.status
HAVING count(*) FILTER (WHERE m.kind = 'reserve' AND m.delta_reserved = l.quantity AND m.delta_available = -l.quantity) <> 1
    OR count(*) FILTER (WHERE m.kind = 'release' AND m.delta_reserved = -l.quantity AND m.delta_available = l.quantity)
       <> (r.status = 'released')::int
    OR count(*) FILTER (WHERE m.kind = 'deduct' AND m.delta_reserved = -l.quantity AND m.delta_deducted = l.quantity)
       <> (r.status = 'deducted')::int
    OR count(m.kind) <> 1 + (r.status IN ('released', 'deducted'))::int

-- check A05 [A] no units move for an order without a reservation of them
SELECT m.order_id::text, format('%s of %s', m.kind, m.product_id)
  FROM stock.movements AS m
  LEFT JOIN stock.reservation_lines AS l USING (order_id, product_id)
 WHERE m.kind IN ('reserve', 'release', 'deduct') AND l.order_id IS NULL

-- check Q10 [Q] what left the shop of a product is what its completed orders contain, as far back as both are kept
SELECT product_id, format('deducted=%s sold=%s', s.deducted, coalesce(x.quantity, 0))
  FROM (SELECT m.product_id, sum(m.delta_deducted) AS deducted
          FROM stock.movements AS m
          CROSS JOIN kept
         WHERE m.kind <> 'opening' AND (m.order_id IS NULL OR m.order_id > greatest(kept.orders, kept.stock))
         GROUP BY m.product_id) AS s
  FULL JOIN (SELECT l.product_id, sum(l.quantity) AS quantity
               FROM orders.order_lines AS l
               JOIN sold ON sold.id = l.order_id
              CROSS JOIN kept
              WHERE l.order_id > greatest(kept.orders, kept.stock)
              GROUP BY l.product_id) AS x USING (product_id)
 WHERE coalesce(s.deducted, 0) <> coalesce(x.quantity, 0)


-- invariant 2: an order's reservation has all of its lines or none

-- check A23 [A] what is reserved is what was ordered
SELECT r.order_id::text, format('%s: reserved=%s ordered=%s', r.product_id, r.quantity, l.quantity)
  FROM stock.reservation_lines AS r
  JOIN orders.orders AS o ON o.id = r.order_id
  LEFT JOIN orders.order_lines AS l ON l.order_id = r.order_id AND l.product_id = r.product_id
 WHERE l.quantity IS DISTINCT FROM r.quantity

-- check A24 [A] all lines of an order are reserved or none
SELECT l.order_id::text, format('%s of %s lines', count(r.product_id), count(*))
  FROM orders.order_lines AS l
  LEFT JOIN stock.reservation_lines AS r ON r.order_id = l.order_id AND r.product_id = l.product_id
 GROUP BY l.order_id
HAVING count(r.product_id) NOT IN (0, count(*))

-- check A28 [A] a reservation that held something has lines, a refused or void one has none
SELECT r.order_id::text, format('%s with %s lines', r.status, count(l.product_id))
  FROM stock.reservations AS r
  LEFT JOIN stock.reservation_lines AS l USING (order_id)
 GROUP BY r.order_id, r.status
HAVING (r.status IN ('held', 'released', 'deducted')) <> (count(l.product_id) > 0)


-- invariant 3: money is captured once at most, and what was captured for a dead order went back

-- check A07 [A] an order has one capture at most
SELECT order_id::text, format('%s captures', count(*))
  FROM payment.ledger
 WHERE kind = 'capture'
 GROUP BY order_id
HAVING count(*) > 1

-- check A09 [A] no more is refunded than was captured
SELECT order_id::text, format('captured=%s refunded=%s', captured, refunded)
  FROM money
 WHERE refunded > captured

-- check A10 [A] a transaction of the provider is booked once
SELECT provider_ref, format('%s times', count(*))
  FROM payment.ledger
 GROUP BY provider_ref
HAVING count(*) > 1

-- check A29 [A] a refund that is done is in the ledger, with its amount
SELECT r.payment_id::text, format('%s: done=%s ledger=%s', r.cause, r.amount, l.amount)
  FROM (SELECT payment_id, cause, sum(amount_minor) AS amount
          FROM payment.refunds WHERE status = 'done' GROUP BY payment_id, cause) AS r
  FULL JOIN (SELECT payment_id, cause, sum(amount_minor) AS amount
               FROM payment.ledger WHERE kind = 'refund' GROUP BY payment_id, cause) AS l USING (payment_id, cause)
 WHERE r.amount IS DISTINCT FROM l.amount

-- check A30 [A] a payment knows what the ledger says, and promised what its refunds are
SELECT p.order_id::text,
       format('captured=%s refunded=%s promised=%s ledger=%s/%s refunds=%s', p.captured_minor, p.refunded_minor, p.promised_minor,
              coalesce(money.captured, 0), coalesce(money.refunded, 0), coalesce(r.promised, 0))
  FROM payment.payments AS p
  LEFT JOIN money ON money.order_id = p.order_id
  LEFT JOIN (SELECT payment_id, sum(amount_minor) AS promised FROM payment.refunds GROUP BY payment_id) AS r ON r.payment_id = p.id
 WHERE (coalesce(p.captured_minor, 0), p.refunded_minor, p.promised_minor)
       IS DISTINCT FROM (coalesce(money.captured, 0), coalesce(money.refunded, 0), coalesce(r.promised, 0))
    OR (p.status IN ('captured', 'refunded')) AND p.captured_minor IS NULL

-- check Q02 [Q] a dead order's capture went back in full; a completed order paid its total and has no compensation
SELECT o.id::text, format('%s captured=%s refunded=%s', o.status, coalesce(m.captured, 0), coalesce(m.refunded, 0))
  FROM orders.orders AS o
  LEFT JOIN money AS m ON m.order_id = o.id
 WHERE NOT o.settled_by_hand AND o.id > (SELECT up_to FROM payment.purged)
   AND (o.status IN ('completed', 'shipped', 'delivered')
            AND (coalesce(m.captured, 0) <> o.total_minor OR coalesce(m.compensated, 0) <> 0)
        OR o.status IN ('failed', 'cancelled') AND coalesce(m.captured, 0) <> coalesce(m.refunded, 0))

-- check Q16 [Q] what was captured after its order had ended was refunded
SELECT dead.id::text, format('ended at %s, captured at %s', h.at, l.at)
  FROM dead
  JOIN orders.history AS h ON h.order_id = dead.id AND h.version IS NOT NULL AND h.to_status = dead.status
  JOIN payment.ledger AS l ON l.order_id = dead.id AND l.kind = 'capture' AND l.at > h.at
 WHERE l.amount_minor > 0
   AND NOT EXISTS (SELECT FROM payment.ledger AS r WHERE r.order_id = dead.id AND r.kind = 'refund')

-- check Q18 [Q] our ledger and the simulated provider's books agree; what we have purged it may remember a little longer
SELECT coalesce(p.provider_ref, l.provider_ref), format('provider=%s ledger=%s', p.amount_minor, l.amount_minor)
  FROM (SELECT provider_ref, amount_minor, key FROM provider.captures WHERE due_at <= now()
        UNION ALL SELECT provider_ref, amount_minor, capture_key FROM provider.refunds) AS p
  FULL JOIN payment.ledger AS l USING (provider_ref)
 WHERE p.amount_minor IS DISTINCT FROM l.amount_minor
   AND (l.provider_ref IS NOT NULL
        OR p.key > (SELECT payment FROM kept)
        OR EXISTS (SELECT FROM payment.payments WHERE payments.id = p.key))


-- invariant 4: orders move along the table and come to an end

-- check A11 [A] an order moves only along the table
SELECT h.order_id::text, format('%s -> %s', h.from_status, h.to_status)
  FROM orders.history AS h
 WHERE h.version IS NOT NULL
   AND NOT EXISTS (SELECT FROM orders.legal_transitions AS t
                    WHERE t.from_status IS NOT DISTINCT FROM h.from_status AND t.to_status = h.to_status)

-- check A12 [A] the history of an order is a chain without gap or break
SELECT order_id::text, format('version %s: %s after %s', version, from_status, previous)
  FROM (SELECT order_id, version, from_status, lag(to_status) OVER w AS previous, lag(version) OVER w AS before
          FROM orders.history
         WHERE version IS NOT NULL
        WINDOW w AS (PARTITION BY order_id ORDER BY version)) AS h
 WHERE version <> coalesce(before, 0) + 1 OR before IS NOT NULL AND from_status IS DISTINCT FROM previous

-- check A13 [A] an order is where its history left it
SELECT o.id::text, format('%s at %s, history %s at %s', o.status, o.version, h.to_status, h.version)
  FROM orders.orders AS o
  FULL JOIN (SELECT DISTINCT ON (order_id) order_id, version, to_status
               FROM orders.history
              WHERE version IS NOT NULL
              ORDER BY order_id, version DESC) AS h ON h.order_id = o.id
 WHERE o.status IS DISTINCT FROM h.to_status OR o.version IS DISTINCT FROM h.version

-- check A31 [A] the decisions about a reservation are a chain without gap or break, and it is where they left it
SELECT coalesce(r.order_id, d.order_id)::text, format('%s at %s, decisions %s at %s', r.status, r.version, d.to_status, d.version)
  FROM stock.reservations AS r
  FULL JOIN (SELECT order_id, version, to_status,
                    row_number() OVER w AS place,
                    from_status IS NOT DISTINCT FROM lag(to_status, 1, 'none') OVER w AS continues,
                    lead(version) OVER w IS NULL AS is_last
               FROM stock.reservation_decisions
             WINDOW w AS (PARTITION BY order_id ORDER BY version)) AS d USING (order_id)
 WHERE NOT d.continues OR d.place <> d.version
    OR coalesce(d.is_last, true) AND (r.status IS DISTINCT FROM d.to_status OR r.version IS DISTINCT FROM d.version)

-- check A32 [A] (deadline) no order is pending or awaiting_payment for longer than its deadline
SELECT id::text, format('%s since %s', status, moved_at)
  FROM orders.orders
 WHERE status IN ('pending', 'awaiting_payment') AND moved_at < now() - $1::bigint * interval '1 millisecond'

-- check Q01 [Q] (fulfilment) every order is final, or waits for a person or a carrier
SELECT id::text, status
  FROM orders.orders
 WHERE status NOT IN ('completed', 'delivered', 'failed', 'cancelled')
   AND NOT ($1::boolean AND status IN ('paid', 'shipped'))


-- invariant 5: every order that a client was promised exists, and none exists twice for one key

-- check A19 [A] a key of a customer names one order
SELECT customer_id || ' ' || key, format('%s orders', count(DISTINCT order_id))
  FROM orders.idempotency
 GROUP BY customer_id, key
HAVING count(*) > 1

-- check A33 [A] the order that a key's answer names exists, is that customer's, and belongs to no other key
SELECT i.customer_id || ' ' || i.key, format('order %s of %s keys', i.order_id, i.keys)
  FROM (SELECT *, count(*) OVER (PARTITION BY order_id) AS keys FROM orders.idempotency WHERE order_id IS NOT NULL) AS i
  LEFT JOIN orders.orders AS o ON o.id = i.order_id AND o.customer_id = i.customer_id
 WHERE o.id IS NULL OR i.keys > 1

-- check A20 [A] (acked) every order that a client holds a 201 for exists
SELECT a.order_id::text, format('promised to %s', a.customer_id)
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS a (order_id, customer_id, key, body_hash)
  LEFT JOIN orders.orders AS o ON o.id = a.order_id AND o.customer_id IN (a.customer_id, 'erased')
 WHERE o.id IS NULL AND a.order_id > (SELECT up_to FROM orders.purged)

-- check A21 [A] (acked) the same key was always answered with the same order, and stood for the same request
SELECT a.customer_id || ' ' || a.key, format('%s orders, %s requests', count(DISTINCT a.order_id), count(DISTINCT a.body_hash))
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS a (order_id, customer_id, key, body_hash)
  LEFT JOIN orders.idempotency AS i ON i.customer_id = a.customer_id AND i.key = a.key
 WHERE a.key <> ''
 GROUP BY a.customer_id, a.key
HAVING count(DISTINCT a.order_id) > 1 OR count(DISTINCT a.body_hash) > 1 OR bool_or(i.order_id <> a.order_id)

-- check Q14 [Q] no key is left without its answer
SELECT customer_id || ' ' || key, 'no answer'
  FROM orders.idempotency
 WHERE order_id IS NULL OR answer IS NULL


-- invariant 6: an order's total is the sum of its items, and its payment is its total

-- check A06 [A] an order's total is the sum of its items
SELECT o.id::text, format('total=%s lines=%s', o.total_minor, sum(l.quantity * l.price_minor))
  FROM orders.orders AS o
  LEFT JOIN orders.order_lines AS l ON l.order_id = o.id
 GROUP BY o.id, o.total_minor
HAVING o.total_minor IS DISTINCT FROM sum(l.quantity::numeric * l.price_minor)

-- check A08 [A] what was captured is the order's total in its currency
SELECT o.id::text, format('captured %s %s of %s %s', l.amount_minor, l.currency, o.total_minor, o.currency)
  FROM payment.ledger AS l
  JOIN orders.orders AS o ON o.id = l.order_id
 WHERE l.kind = 'capture' AND (l.amount_minor, l.currency) IS DISTINCT FROM (o.total_minor, o.currency)

-- check A34 [A] a payment's amount is its order's total in its currency
SELECT o.id::text, format('%s %s of %s %s', p.amount_minor, p.currency, o.total_minor, o.currency)
  FROM payment.payments AS p
  JOIN orders.orders AS o ON o.id = p.order_id
 WHERE p.status <> 'void' AND (p.amount_minor, p.currency) IS DISTINCT FROM (o.total_minor, o.currency)


-- invariant 7: a dead order holds no stock and no money; a completed one holds a deducted reservation and one capture

-- check A22 [A] a reservation belongs to an order
SELECT r.order_id::text, r.status
  FROM stock.reservations AS r
  LEFT JOIN orders.orders AS o ON o.id = r.order_id
 WHERE o.id IS NULL AND r.order_id > (SELECT up_to FROM orders.purged)

-- check A25 [A] a payment belongs to an order
SELECT p.order_id::text, p.kind
  FROM (SELECT order_id, status AS kind FROM payment.payments UNION ALL SELECT order_id, kind FROM payment.ledger) AS p
  LEFT JOIN orders.orders AS o ON o.id = p.order_id
 WHERE o.id IS NULL AND p.order_id > (SELECT up_to FROM orders.purged)

-- check A26 [A] no order is paid, or goes on, without a capture
SELECT o.id::text, o.status
  FROM orders.orders AS o
 WHERE (o.captured OR o.status IN ('paid', 'completed', 'shipped', 'delivered'))
   AND NOT o.settled_by_hand AND o.id > (SELECT up_to FROM payment.purged)
   AND NOT EXISTS (SELECT FROM payment.ledger AS l WHERE l.order_id = o.id AND l.kind = 'capture')

-- check A27 [A] (subscriptions) no money is taken, or where payment does not wait for stock: kept, for what was never reserved
SELECT l.order_id::text, 'captured without a reservation'
  FROM payment.ledger AS l
  LEFT JOIN orders.orders AS o ON o.id = l.order_id
 CROSS JOIN kept
 WHERE l.kind = 'capture' AND l.order_id > greatest(kept.orders, kept.stock)
   AND NOT coalesce(o.settled_by_hand, false)
   AND (o.status IN ('paid', 'completed', 'shipped', 'delivered')
        OR NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS h (service, type)
                        WHERE h.service = 'payment' AND h.type = 'order.created'))
   AND NOT EXISTS (SELECT FROM stock.reservations AS r WHERE r.order_id = l.order_id AND r.status IN ('held', 'released', 'deducted'))

-- check Q03 [Q] no reservation is held, and each ended as its order did
SELECT o.id::text, format('%s but %s', o.status, r.status)
  FROM orders.orders AS o
  JOIN stock.reservations AS r ON r.order_id = o.id
 WHERE o.status IN ('completed', 'shipped', 'delivered') AND r.status <> 'deducted'
    OR o.status IN ('failed', 'cancelled') AND r.status NOT IN ('released', 'refused', 'void')

-- check Q04 [Q] of a completed order every line is deducted
SELECT l.order_id::text, l.product_id
  FROM sold
  JOIN orders.order_lines AS l ON l.order_id = sold.id
  LEFT JOIN (SELECT r.order_id, x.product_id
               FROM stock.reservations AS r JOIN stock.reservation_lines AS x USING (order_id)
              WHERE r.status = 'deducted') AS d ON d.order_id = l.order_id AND d.product_id = l.product_id
 WHERE d.order_id IS NULL AND l.order_id > (SELECT up_to FROM stock.purged)

-- check Q09 [Q] what was captured and not refunded is what the completed orders cost, as far back as both are kept
SELECT currency, format('net=%s sold=%s', coalesce(net.amount, 0), coalesce(cost.amount, 0))
  FROM (SELECT l.currency, sum(CASE l.kind WHEN 'capture' THEN l.amount_minor ELSE -l.amount_minor END) AS amount
          FROM payment.ledger AS l
          LEFT JOIN orders.orders AS o ON o.id = l.order_id
          CROSS JOIN kept
         WHERE l.order_id > greatest(kept.orders, kept.payment) AND (l.cause IS DISTINCT FROM 'goodwill' OR o.status IN ('failed', 'cancelled'))
           AND NOT coalesce(o.settled_by_hand, false)
           AND o.status IS DISTINCT FROM 'paid'
         GROUP BY l.currency) AS net
  FULL JOIN (SELECT currency, sum(total_minor) AS amount
               FROM orders.orders
              CROSS JOIN kept
              WHERE status IN ('completed', 'shipped', 'delivered') AND NOT settled_by_hand AND id > greatest(kept.orders, kept.payment)
              GROUP BY currency) AS cost USING (currency)
 WHERE coalesce(net.amount, 0) <> coalesce(cost.amount, 0)

-- check Q15 [Q] an order that failed for want of stock has nothing reserved
SELECT dead.id::text, format('%s, yet %s', dead.reason, r.status)
  FROM dead
  JOIN stock.reservations AS r ON r.order_id = dead.id
 WHERE dead.status = 'failed' AND dead.reason = 'out_of_stock' AND r.status <> 'refused'

-- check Q19 [Q] an order knows what became of its stock
SELECT o.id::text, format('reserved=%s released=%s deducted=%s but %s', o.reserved, o.released, o.deducted, coalesce(r.status, 'none'))
  FROM orders.orders AS o
  LEFT JOIN stock.reservations AS r ON r.order_id = o.id
 WHERE (o.reserved, o.released, o.deducted)
       IS DISTINCT FROM (coalesce(r.status IN ('held', 'released', 'deducted'), false),
                         coalesce(r.status = 'released', false),
                         coalesce(r.status = 'deducted', false))
   AND o.id > (SELECT up_to FROM stock.purged)

-- check Q20 [Q] an order knows what became of its money
SELECT o.id::text, format('refunded_minor=%s refunded=%s captured=%s', o.refunded_minor, coalesce(m.refunded, 0), coalesce(m.captured, 0))
  FROM orders.orders AS o
  LEFT JOIN money AS m ON m.order_id = o.id
 WHERE NOT o.settled_by_hand AND o.id > (SELECT up_to FROM payment.purged) AND o.refunded_minor <> coalesce(m.refunded, 0)
   -- A capture of a payment that was unwanted by then is announced by its refund alone: who missed that has nothing to wait for.
   AND (o.captured OR o.refunded_minor <> 0)


-- invariant 8: every published event came of a committed change, and every committed change was published

-- check A14 [A] no event of an order is in an outbox without the change that it tells of
SELECT u.service || ' ' || u.event_id, u.type
  FROM unsent AS u
 WHERE u.type NOT LIKE 'product.%' AND u.type <> 'stock.updated'
   AND NOT EXISTS (SELECT FROM announced AS a WHERE a.event_id = u.event_id)

-- check A15 [A] a step of an order announces each type once
SELECT order_id::text, format('%s %s %s: %s events', service, type, sequence, count(DISTINCT event_id))
  FROM announced
 WHERE sequence IS NOT NULL
 GROUP BY service, order_id, type, sequence
HAVING count(DISTINCT event_id) > 1

-- check A37 [A] the events of a payment are numbered without gap, and it knows how many they are
SELECT p.order_id::text, format('version=%s events=%s last=%s', p.version, count(e.event_id), max(e.sequence))
  FROM payment.payments AS p
  LEFT JOIN payment.payment_events AS e ON e.payment_id = p.id
 GROUP BY p.id, p.order_id, p.version
HAVING count(e.event_id) <> coalesce(max(e.sequence), 0) OR p.version <> count(e.event_id)

-- check A16 [A] an event has one id, and an id one event
SELECT event_id::text, format('%s events', count(DISTINCT (service, order_id, type)))
  FROM announced
 GROUP BY event_id
HAVING count(DISTINCT (service, order_id, type)) > 1

-- check A17 [A] an event has its effect once
SELECT consumer || ' ' || event_id, format('%s effects', count(*))
  FROM (SELECT 'order' AS consumer, event_id FROM orders.history WHERE version IS NOT NULL AND event_id IS NOT NULL
        UNION ALL
        SELECT 'stock', cause_event_id FROM stock.reservation_decisions) AS effects
 GROUP BY consumer, event_id
HAVING count(*) > 1

-- check A18 [A] (trail) no effect without an inbox row
SELECT e.service || ' ' || e.event_id, 'not in the inbox'
  FROM (SELECT 'order' AS service, event_id FROM orders.history WHERE source <> 'order' AND event_id IS NOT NULL
        UNION ALL
        SELECT 'stock', cause_event_id FROM stock.reservation_decisions) AS e
  LEFT JOIN heard AS h ON h.service = e.service AND h.event_id = e.event_id
 WHERE h.event_id IS NULL AND e.event_id > (SELECT up_to FROM trail)

-- check A35 [A] (trail) every change that has to be told was put in an outbox
SELECT a.service || ' ' || a.event_id, a.type
  FROM announced AS a
 WHERE a.event_id > (SELECT up_to FROM trail)
   AND NOT EXISTS (SELECT FROM sent AS s WHERE s.event_id = a.event_id)
   AND NOT EXISTS (SELECT FROM unsent AS u WHERE u.event_id = a.event_id)

-- check Q05 [Q] the outboxes are empty
SELECT service || ' ' || id, format('%s%s', type, CASE WHEN parked_at IS NOT NULL THEN ' parked' END)
  FROM waiting

-- check Q06 [Q] (trail subscriptions) no event is lost: who has to hear it, heard it
SELECT s.service || ' ' || s.event_id, format('%s not heard by %s', s.type, h.service)
  FROM sent AS s
  JOIN unnest($1::text[], $2::text[]) AS h (service, type) ON h.type = s.type
  LEFT JOIN heard ON heard.service = h.service AND heard.event_id = s.event_id
 WHERE heard.event_id IS NULL AND s.type <> 'stock.updated'

-- check Q07 [Q] (trail) nobody heard what nobody said
SELECT h.service || ' ' || h.event_id, 'never sent'
  FROM heard AS h
 WHERE NOT EXISTS (SELECT FROM sent AS s WHERE s.event_id = h.event_id)
   AND NOT EXISTS (SELECT FROM unsent AS u WHERE u.event_id = h.event_id)

-- check Q08 [Q] (queues) there are no dead letters
SELECT q.name, format('%s messages', q.messages)
  FROM unnest($1::text[], $2::bigint[]) AS q (name, messages)
 WHERE q.messages > 0 AND q.name LIKE '%.dead'

-- check A36 [A] (queues) no message went astray
SELECT q.name, format('%s messages', q.messages)
  FROM unnest($1::text[], $2::bigint[]) AS q (name, messages)
 WHERE q.messages > 0 AND q.name ILIKE '%unrouted'

-- check Q17 [Q] (queues) the queues are empty
SELECT q.name, format('%s messages', q.messages)
  FROM unnest($1::text[], $2::bigint[]) AS q (name, messages)
 WHERE q.messages > 0 AND q.name NOT LIKE '%.dead' AND q.name NOT ILIKE '%unrouted'
