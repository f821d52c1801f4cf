-- Payments are purged oldest first; the index costs next to nothing.
CREATE INDEX payments_by_age ON payments USING brin (created_at);

-- Removes payments that ended long ago, with all that hangs on them, and says how many. Runs as the owner, and looks for itself: nothing
-- that is under way, and nothing of the last day, goes.
CREATE FUNCTION purge_payments(older_than timestamptz, at_most int) RETURNS int
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
REVOKE EXECUTE ON FUNCTION purge_payments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_payments TO ${runtime};

REVOKE DELETE ON payments, refunds FROM ${runtime};
