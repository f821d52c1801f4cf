-- What is still under way, one row for each kind of it: (subject, detail). Nothing found is rest. The tables are asked only where they are.

-- invariant 0: nothing is under way

-- check R01 [A] (fulfilment) orders on their way
SELECT 'orders', format('%s %s', count(*), status)
  FROM orders.orders
 WHERE status IN ('pending', 'awaiting_payment') OR status = 'paid' AND NOT $1::boolean
 GROUP BY status

-- check R02 [A] orders without their answer
SELECT 'idempotency', format('%s without an answer', count(*))
  FROM orders.idempotency
 WHERE order_id IS NULL OR answer IS NULL
HAVING count(*) > 0

-- check R03 [A] payments on their way
SELECT 'payments', format('%s %s', count(*), status)
  FROM payment.payments
 WHERE status = 'pending' OR next_attempt_at IS NOT NULL
 GROUP BY status

-- check R04 [A] refunds on their way
SELECT 'refunds', format('%s pending', count(*))
  FROM payment.refunds
 WHERE status = 'pending'
HAVING count(*) > 0

-- check R05 [A] unsent events of orders
SELECT 'orders.outbox', format('%s messages', count(*)) FROM orders.outbox WHERE parked_at IS NULL HAVING count(*) > 0

-- check R06 [A] unsent events of stock
SELECT 'stock.outbox', format('%s messages', count(*)) FROM stock.outbox WHERE parked_at IS NULL HAVING count(*) > 0

-- check R07 [A] unsent events of payments
SELECT 'payment.outbox', format('%s messages', count(*)) FROM payment.outbox WHERE parked_at IS NULL HAVING count(*) > 0

-- check R08 [A] unsent events of the catalog
SELECT 'catalog.outbox', format('%s messages', count(*)) FROM catalog.outbox WHERE parked_at IS NULL HAVING count(*) > 0

-- check R09 [A] (queues) messages that wait in queues
SELECT 'queues', format('%s: %s messages', q.name, q.messages)
  FROM unnest($1::text[], $2::bigint[]) AS q (name, messages)
 WHERE q.messages > 0 AND q.name NOT LIKE '%.dead' AND q.name NOT ILIKE '%unrouted'

-- check R10 [A] (clock) orders that have just moved
SELECT 'orders', format('last moved at %s', max(at)) FROM orders.history HAVING max(at) > now() + ($1::bigint - 2000) * interval '1 millisecond'

-- check R11 [A] (clock) reservations that have just moved
SELECT 'reservations', format('last moved at %s', max(at)) FROM stock.reservation_decisions HAVING max(at) > now() + ($1::bigint - 2000) * interval '1 millisecond'

-- check R12 [A] (clock) money that has just moved
SELECT 'ledger', format('last moved at %s', max(at)) FROM payment.ledger HAVING max(at) > now() + ($1::bigint - 2000) * interval '1 millisecond'
