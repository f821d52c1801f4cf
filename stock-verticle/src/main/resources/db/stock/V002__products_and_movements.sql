-- A product that is no longer for sale keeps its row: units may still be held, and the sequence tells what comes late.
ALTER TABLE stock_levels ADD COLUMN deleted boolean NOT NULL DEFAULT false;

-- The ledger by month: rows only grow, and a month that was purged is dropped as a whole. Looked up by order when that is purged; the id only
-- tells what came first.
ALTER TABLE movements RENAME TO movements_before;

CREATE SEQUENCE movement_ids AS bigint;

CREATE TABLE movements (
    id              bigint      NOT NULL DEFAULT nextval('movement_ids'),
    product_id      text        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('initial', 'adjustment', 'write_off', 'opening', 'reserve', 'release', 'deduct')),
    delta_available bigint      NOT NULL,
    delta_reserved  bigint      NOT NULL,
    delta_deducted  bigint      NOT NULL,
    order_id        uuid,
    event_id        uuid,
    at              timestamptz NOT NULL,
    CHECK ((kind IN ('reserve', 'release', 'deduct')) = (order_id IS NOT NULL)),
    CHECK (kind IN ('initial', 'adjustment', 'write_off', 'opening') OR delta_available + delta_reserved + delta_deducted = 0)
) PARTITION BY RANGE (at);
ALTER SEQUENCE movement_ids OWNED BY movements.id;
CREATE INDEX movements_by_order ON movements (order_id);

-- Takes what no month was made for: no sale waits for a table.
CREATE TABLE movements_other PARTITION OF movements DEFAULT;

-- Makes the table of the month that this moment falls into, unless it is there; what stands in movements_other of that month moves over.
CREATE FUNCTION make_movements_month(moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
    starts timestamptz := date_trunc('month', moment);
    ends   timestamptz := date_trunc('month', moment) + interval '1 month';
    month  text := 'movements_' || to_char(starts, 'YYYY_MM');
BEGIN
    IF to_regclass('${schema}.' || month) IS NOT NULL OR moment > now() + interval '400 days' THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE movements INCLUDING ALL)', month);
    EXECUTE format('REVOKE ALL ON %I FROM ${runtime}', month);
    EXECUTE format('WITH moved AS (DELETE FROM movements_other WHERE at >= %L AND at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
                   starts, ends, month);
    EXECUTE format('ALTER TABLE movements ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', month, starts, ends);
END
$$;
REVOKE EXECUTE ON FUNCTION make_movements_month FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_movements_month TO ${runtime};

SELECT make_movements_month(month)
  FROM (SELECT DISTINCT date_trunc('month', at, 'UTC') AS month FROM movements_before
        UNION SELECT date_trunc('month', now(), 'UTC') UNION SELECT date_trunc('month', now(), 'UTC') + interval '1 month') AS months;

INSERT INTO movements SELECT * FROM movements_before;
SELECT setval('movement_ids', (SELECT coalesce(max(id), 0) + 1 FROM movements_before), false);
DROP TABLE movements_before;

REVOKE UPDATE, DELETE ON movements FROM ${runtime};
REVOKE ALL ON movements_other FROM ${runtime};
