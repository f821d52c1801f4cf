-- As before, and in the order of the orders: what the audit compares ends at the newest order of which a payment is gone.
CREATE OR REPLACE FUNCTION purge_payments(older_than timestamptz, at_most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp
AS $$
DECLARE
    before timestamptz := least(older_than, now() - interval '1 day');
    gone   uuid[];
    orders uuid[];
BEGIN
    SELECT array_agg(old.id), array_agg(old.order_id ORDER BY old.order_id DESC)
      INTO gone, orders
      FROM (SELECT p.id, p.order_id
              FROM payments AS p
             WHERE p.created_at < before
               AND p.updated_at < before
               AND p.status <> 'pending'
               AND p.next_attempt_at IS NULL
               AND NOT EXISTS (SELECT FROM refunds AS r
                                WHERE r.payment_id = p.id AND (r.status <> 'done' OR r.done_at >= before))
             ORDER BY p.order_id
             LIMIT least(at_most, 1000)
               FOR UPDATE SKIP LOCKED) AS old;
    IF gone IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM ledger WHERE kind = 'capture' AND order_id = ANY (orders);
    DELETE FROM ledger WHERE refund_id IN (SELECT id FROM refunds WHERE payment_id = ANY (gone));
    DELETE FROM refunds WHERE payment_id = ANY (gone);
    DELETE FROM payment_events WHERE payment_id = ANY (gone);
    DELETE FROM payments WHERE id = ANY (gone);
    UPDATE purged SET up_to = greatest(up_to, orders[1]);
    RETURN cardinality(gone);
END
$$;
