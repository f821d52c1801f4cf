-- The requests for payment that are still to be answered, where the shop is set to order.calls; written by the move that makes them due,
-- gone with the answer or with the order. What is sent is read from the order's row.

CREATE TABLE payment_calls (
    order_id        uuid        PRIMARY KEY,
    next_attempt_at timestamptz NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    last_error      text,
    created_at      timestamptz NOT NULL
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX payment_calls_due ON payment_calls (next_attempt_at);
