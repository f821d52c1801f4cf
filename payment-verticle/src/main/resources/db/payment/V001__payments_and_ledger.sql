-- The one payment of each order; void without an amount is the tombstone of an order that ended before its payment began.
CREATE TABLE payments (
    id              uuid        PRIMARY KEY,
    order_id        uuid        NOT NULL UNIQUE,
    customer_id     text        NOT NULL,
    amount_minor    bigint      CHECK (amount_minor >= 0),
    currency        text,
    method          text,
    status          text        NOT NULL CHECK (status IN ('pending', 'captured', 'failed', 'void', 'refunded')),
    reason          text,
    sent_at         timestamptz,
    unwanted        boolean     NOT NULL DEFAULT false,
    captured_minor  bigint,
    promised_minor  bigint      NOT NULL DEFAULT 0,
    refunded_minor  bigint      NOT NULL DEFAULT 0,
    version         bigint      NOT NULL,
    next_attempt_at timestamptz,
    attempts        int         NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK (status = 'void' OR amount_minor IS NOT NULL),
    CHECK ((amount_minor IS NULL) = (currency IS NULL) AND (amount_minor IS NULL) = (method IS NULL)),
    CHECK (status NOT IN ('captured', 'refunded') OR captured_minor IS NOT NULL),
    CHECK (status <> 'refunded' OR refunded_minor = captured_minor),
    CHECK (refunded_minor BETWEEN 0 AND promised_minor),
    CHECK (promised_minor <= coalesce(captured_minor, 0))
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);

-- What is due with the provider: a lease that ended, an answer still awaited.
CREATE INDEX payments_due ON payments (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- Money on its way back; the id is the provider's key, the refund key names it within its payment.
CREATE TABLE refunds (
    id              uuid        PRIMARY KEY,
    payment_id      uuid        NOT NULL REFERENCES payments,
    refund_key      text        NOT NULL,
    amount_minor    bigint      NOT NULL CHECK (amount_minor > 0),
    cause           text        NOT NULL CHECK (cause IN ('compensation', 'goodwill')),
    status          text        NOT NULL CHECK (status IN ('pending', 'done')),
    next_attempt_at timestamptz,
    attempts        int         NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    done_at         timestamptz,
    UNIQUE (payment_id, refund_key),
    CHECK ((status = 'done') = (done_at IS NOT NULL)),
    CHECK ((status = 'pending') = (next_attempt_at IS NOT NULL))
) WITH (fillfactor = 70);

CREATE INDEX refunds_due ON refunds (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- The ledger of money, append-only: a capture or a refund, once each.
CREATE TABLE ledger (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment_id   uuid        NOT NULL,
    order_id     uuid        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('capture', 'refund')),
    amount_minor bigint      NOT NULL CHECK (amount_minor >= 0),
    currency     text        NOT NULL,
    provider_ref text        NOT NULL UNIQUE,
    refund_id    uuid        UNIQUE,
    cause        text        CHECK (cause IN ('compensation', 'goodwill')),
    event_id     uuid,
    at           timestamptz NOT NULL,
    CHECK ((kind = 'refund') = (refund_id IS NOT NULL) AND (kind = 'refund') = (cause IS NOT NULL))
);

CREATE UNIQUE INDEX ledger_one_capture_per_order ON ledger (order_id) WHERE kind = 'capture';

-- The journal of announcements, append-only: what may be announced again, under the same id.
CREATE TABLE payment_events (
    payment_id uuid        NOT NULL,
    sequence   bigint      NOT NULL CHECK (sequence > 0),
    order_id   uuid        NOT NULL,
    event_id   uuid        NOT NULL,
    type       text        NOT NULL,
    refund_id  uuid,
    at         timestamptz NOT NULL,
    PRIMARY KEY (payment_id, sequence)
);

REVOKE UPDATE, DELETE ON ledger, payment_events FROM ${runtime};
