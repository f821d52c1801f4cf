-- When an order was placed and when it came to where it is, by the database's clock: deadlines are counted from there. Orders of before
-- this migration begin anew now.
ALTER TABLE orders
    ADD COLUMN placed_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN moved_at  timestamptz NOT NULL DEFAULT now();

-- Of the two only placed_at never changes: moves stay HOT.
CREATE INDEX orders_by_age ON orders (placed_at);

-- The orders that were not at rest when half a deadline had passed; few. A row goes when its order comes to rest.
CREATE TABLE watched (
    order_id     uuid        PRIMARY KEY,
    status_since timestamptz NOT NULL,
    next_at      timestamptz,
    looked_at    timestamptz,
    sweeps       integer     NOT NULL DEFAULT 0
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX watched_by_next ON watched (next_at);

-- All orders placed up to here were looked at once.
CREATE TABLE watch_cursor (
    single    boolean     PRIMARY KEY DEFAULT true CHECK (single),
    placed_at timestamptz NOT NULL
);
INSERT INTO watch_cursor (placed_at) VALUES ('2000-01-01 00:00:00+00');
