-- What ended long ago goes in small steps. The steps are the owner's functions: the runtime role can neither remove a journal nor say
-- that something is old which is not a day old.

-- Puts one opening movement per product in the place of what it removes: all movements of these orders, and up to so many movements of no
-- order from before the moment, openings of earlier steps among them. Answers how many of the latter there were.
CREATE FUNCTION fold_movements(orders uuid[], moment timestamptz, most int) RETURNS int
    LANGUAGE sql SET search_path = ${schema}, pg_temp
AS $$
    WITH of_orders AS (DELETE FROM movements WHERE order_id = ANY (orders) RETURNING *),
         old AS (SELECT id FROM movements WHERE order_id IS NULL AND at < moment ORDER BY id LIMIT most),
         of_none AS (DELETE FROM movements WHERE order_id IS NULL AND at < moment AND id IN (SELECT id FROM old) RETURNING *),
         folded AS (SELECT * FROM of_orders UNION ALL SELECT * FROM of_none),
         former AS (DELETE FROM movements
                     WHERE order_id IS NULL AND at >= moment AND kind = 'opening'
                       AND product_id IN (SELECT product_id FROM folded)
                    RETURNING *),
         opened AS (INSERT INTO movements (product_id, kind, delta_available, delta_reserved, delta_deducted, at)
                    SELECT product_id, 'opening', sum(delta_available), sum(delta_reserved), sum(delta_deducted), moment
                      FROM (SELECT * FROM folded UNION ALL SELECT * FROM former) AS sums
                     GROUP BY product_id)
    SELECT count(*)::int FROM of_none
$$;
REVOKE EXECUTE ON FUNCTION fold_movements FROM PUBLIC;

-- Removes up to so many reservations that came to their end before this moment, with all that is kept about them. Answers how many.
CREATE FUNCTION purge_reservations(before timestamptz, most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
    moment timestamptz := least(before, now() - interval '1 day');
    gone   uuid[];
BEGIN
    SELECT array_agg(order_id ORDER BY order_id)
      INTO gone
      FROM (SELECT order_id
              FROM reservations
             WHERE opened_at < moment AND event_at < moment AND status <> 'held'
             ORDER BY opened_at
             LIMIT most
               FOR UPDATE SKIP LOCKED) AS finished;
    IF gone IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM fold_movements(gone, date_trunc('month', moment), 0);
    DELETE FROM reservation_lines WHERE order_id = ANY (gone);
    DELETE FROM reservation_decisions WHERE order_id = ANY (gone);
    DELETE FROM early_confirmations WHERE order_id = ANY (gone);
    DELETE FROM reservations WHERE order_id = ANY (gone);
    UPDATE purged SET up_to = greatest(up_to, gone[cardinality(gone)]);
    RETURN cardinality(gone);
END
$$;
REVOKE EXECUTE ON FUNCTION purge_reservations FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_reservations TO ${runtime};

-- Folds up to so many counts and deliveries from before this moment's month into opening movements. Answers how many.
CREATE FUNCTION purge_movements(before timestamptz, most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET timezone = 'UTC'
AS $$
    SELECT fold_movements('{}', date_trunc('month', least(before, now() - interval '1 day')), most)
$$;
REVOKE EXECUTE ON FUNCTION purge_movements FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_movements TO ${runtime};

-- Drops one month's table from before this moment, if there is one of which nothing is left. Sales wait for it, but not for long: when
-- the lock does not come at once, the next time will do.
CREATE FUNCTION drop_movements_month(before timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET timezone = 'UTC' SET lock_timeout = '200ms'
AS $$
DECLARE
    month  text;
    filled boolean;
BEGIN
    FOR month IN
        SELECT child.relname
          FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
         WHERE inhparent = 'movements'::regclass
           AND child.relname ~ '^movements_\d{4}_\d{2}$'
           AND child.relname < 'movements_' || to_char(least(before, now() - interval '1 day'), 'YYYY_MM')
         ORDER BY child.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', month) INTO filled;
        IF NOT filled THEN
            EXECUTE format('DROP TABLE %I', month);
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$;
REVOKE EXECUTE ON FUNCTION drop_movements_month FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_movements_month TO ${runtime};
