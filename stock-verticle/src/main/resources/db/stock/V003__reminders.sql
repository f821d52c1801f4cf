-- When a reservation was opened, by the database's clock: from there it is counted when its order is to be asked about, and when it is old.
-- It never changes, so decisions stay HOT. Reservations of before this migration begin anew now.
ALTER TABLE reservations ADD COLUMN opened_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX reservations_by_age ON reservations (opened_at);

-- The reservations that nobody had confirmed by the moment that they were promised until; few. A row goes when that is over.
CREATE TABLE watched (
    order_id uuid        PRIMARY KEY,
    next_at  timestamptz NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX watched_by_next ON watched (next_at);

-- All reservations opened up to here were looked at once.
CREATE TABLE watch_cursor (
    single    boolean     PRIMARY KEY DEFAULT true CHECK (single),
    opened_at timestamptz NOT NULL
);
INSERT INTO watch_cursor (opened_at) VALUES ('2000-01-01 00:00:00+00');

-- Payments that came before the reservation that they confirm: looked for when a reservation would be asked about.
CREATE TABLE early_confirmations (
    order_id uuid        PRIMARY KEY,
    event_id uuid        NOT NULL,
    at       timestamptz NOT NULL
);
