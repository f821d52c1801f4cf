-- A product that is no longer for sale stays as a tombstone: its sequence goes on from there when the same id is offered again.
ALTER TABLE products ADD COLUMN deleted_at timestamptz;
CREATE INDEX products_deleted ON products (deleted_at) WHERE deleted_at IS NOT NULL;

-- The highest sequence among tombstones that are gone: an id that may have been there before begins above it.
CREATE TABLE forgotten_products (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    sequence bigint  NOT NULL
);
INSERT INTO forgotten_products (sequence) VALUES (0);

-- Removes up to so many tombstones from before this moment, which is at least a day ago.
CREATE FUNCTION purge_products(before timestamptz, most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = ${schema}, pg_temp
AS $$
    WITH gone AS (DELETE FROM products
                   WHERE product_id IN (SELECT product_id
                                          FROM products
                                         WHERE deleted_at < least(before, now() - interval '1 day')
                                         ORDER BY deleted_at
                                         LIMIT most
                                           FOR UPDATE SKIP LOCKED)
                  RETURNING sequence),
         noted AS (UPDATE forgotten_products
                      SET sequence = greatest(forgotten_products.sequence, (SELECT max(sequence) FROM gone))
                    WHERE EXISTS (SELECT FROM gone))
    SELECT count(*)::int FROM gone
$$;
REVOKE EXECUTE ON FUNCTION purge_products FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_products TO ${runtime};

-- A product is taken off sale, not removed; tombstones are the purge's business.
REVOKE DELETE ON products FROM ${runtime};
REVOKE INSERT, UPDATE, DELETE ON forgotten_products FROM ${runtime};
