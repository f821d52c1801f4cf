-- Orders that were finished long ago may go, and a customer may be forgotten. Both are done by the owner's functions, in small steps: the
-- runtime role can neither delete orders nor change their history by itself.

-- Finished: at its end, and nothing of it is held or owed any more.
CREATE FUNCTION is_finished(o orders) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN o.status IN ('completed', 'delivered') THEN o.deducted
                WHEN o.status IN ('failed', 'cancelled')
                THEN NOT (o.reserved AND NOT o.released) AND NOT (o.captured AND o.refunded_minor < o.total_minor)
                ELSE false END
$$;

-- Removes at most so many orders that were finished before that moment, and in any case a day ago; how many it were.
CREATE FUNCTION purge_orders(before timestamptz, step integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
DECLARE
    horizon CONSTANT timestamptz := least(before, clock_timestamp() - interval '1 day');
    gone    CONSTANT uuid[] := ARRAY(
        SELECT o.id
          FROM orders AS o
         WHERE o.placed_at < horizon AND greatest(o.moved_at, o.updated_at) < horizon AND is_finished(o)
         ORDER BY o.placed_at
         LIMIT least(step, 1000)
           FOR UPDATE SKIP LOCKED);
BEGIN
    IF cardinality(gone) = 0 THEN
        RETURN 0;
    END IF;
    DELETE FROM idempotency AS i USING orders AS o
     WHERE o.id = ANY (gone) AND i.customer_id = o.customer_id AND i.order_id = o.id;
    DELETE FROM history WHERE order_id = ANY (gone);
    DELETE FROM order_lines WHERE order_id = ANY (gone);
    DELETE FROM watched WHERE order_id = ANY (gone);
    DELETE FROM payment_calls WHERE order_id = ANY (gone);
    INSERT INTO count_deltas (minute, status, arrived, gone)
    SELECT date_trunc('minute', clock_timestamp()), o.status, 0, count(*)
      FROM orders AS o WHERE o.id = ANY (gone) GROUP BY o.status;
    DELETE FROM orders WHERE id = ANY (gone);
    UPDATE purged SET up_to = greatest(up_to, (SELECT id FROM unnest(gone) AS id ORDER BY id DESC LIMIT 1));
    RETURN cardinality(gone);
END
$$;

-- Takes the customer's name, address and means of payment from at most so many finished orders, with what was said when they were
-- cancelled, and forgets the answers given under the customer's keys; how many orders it were.
CREATE FUNCTION erase_customer(customer text, step integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp AS $$
DECLARE
    theirs CONSTANT uuid[] := ARRAY(
        SELECT o.id
          FROM orders AS o
         WHERE o.customer_id = customer AND customer <> 'erased' AND is_finished(o)
         ORDER BY o.id
         LIMIT least(step, 1000)
           FOR UPDATE);
BEGIN
    UPDATE orders
       SET customer_id = 'erased', ship_to = NULL, payment_method = 'erased',
           reason = CASE WHEN status = 'cancelled' THEN 'erased' ELSE reason END
     WHERE id = ANY (theirs);
    UPDATE history
       SET effect = 'moved to cancelled: erased'
     WHERE order_id = ANY (theirs) AND to_status = 'cancelled';
    DELETE FROM idempotency WHERE customer_id = customer AND order_id = ANY (theirs);
    RETURN cardinality(theirs);
END
$$;

REVOKE ALL ON FUNCTION purge_orders (timestamptz, integer), erase_customer (text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_orders (timestamptz, integer), erase_customer (text, integer) TO ${runtime};
