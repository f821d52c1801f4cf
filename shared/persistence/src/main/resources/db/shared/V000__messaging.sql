-- What a schema owes the broker and has had from it. Queue-like tables: rows come and go at once, so the vacuum comes early and often.

CREATE TABLE outbox (
    id         uuid        PRIMARY KEY,
    type       text        NOT NULL,
    body       bytea       NOT NULL,
    event_ids  uuid[]      NOT NULL,
    owner      uuid        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    parked_at  timestamptz,
    reason     text
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
-- Bodies are JSON that is read once: no time is spent on packing them.
ALTER TABLE outbox ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE outbox_owners (
    owner      uuid        PRIMARY KEY,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50);

CREATE TABLE outbox_archive (
    id         uuid        PRIMARY KEY,
    type       text        NOT NULL,
    body       bytea       NOT NULL,
    event_ids  uuid[]      NOT NULL,
    owner      uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE inbox (
    consumer text        NOT NULL,
    event_id uuid        NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, event_id)
);

CREATE TABLE delivery_attempts (
    queue    text        NOT NULL,
    event_id uuid        NOT NULL,
    attempts integer     NOT NULL,
    first_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (queue, event_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

REVOKE UPDATE, DELETE ON outbox_archive, inbox FROM ${runtime};
