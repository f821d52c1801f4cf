-- How many of each product there are; the row is the lock under which a batch of orders is answered.
CREATE TABLE stock_levels (
    product_id         text   PRIMARY KEY,
    available          bigint NOT NULL CHECK (available >= 0),
    reserved           bigint NOT NULL CHECK (reserved >= 0),
    deducted           bigint NOT NULL CHECK (deducted >= 0),
    sequence           bigint NOT NULL,
    announced_sequence bigint NOT NULL CHECK (announced_sequence <= sequence),
    product_sequence   bigint NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);

-- What became of each order; void is the tombstone of an order that ended before it began here.
CREATE TABLE reservations (
    order_id       uuid        PRIMARY KEY,
    customer_id    text        NOT NULL,
    status         text        NOT NULL CHECK (status IN ('held', 'refused', 'released', 'deducted', 'void')),
    confirmed      boolean     NOT NULL,
    total_minor    bigint,
    currency       text,
    payment_method text,
    expires_at     timestamptz,
    shortages      jsonb,
    reason         text,
    version        int         NOT NULL,
    event_id       uuid,
    event_sequence bigint      NOT NULL,
    event_at       timestamptz NOT NULL,
    CHECK ((status = 'void') = (event_id IS NULL)),
    CHECK ((status = 'refused') = (shortages IS NOT NULL)),
    CHECK ((status = 'released') = (reason IS NOT NULL)),
    CHECK ((status IN ('held', 'released', 'deducted')) = (total_minor IS NOT NULL))
) WITH (fillfactor = 70);

-- What was set aside, written once with the reservation.
CREATE TABLE reservation_lines (
    order_id   uuid   NOT NULL,
    product_id text   NOT NULL,
    quantity   bigint NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, product_id)
);

-- The journal of decisions: which event led from which status to which, and what told it.
CREATE TABLE reservation_decisions (
    order_id       uuid        NOT NULL,
    version        int         NOT NULL,
    at             timestamptz NOT NULL,
    cause_event_id uuid        NOT NULL,
    from_status    text        NOT NULL,
    to_status      text        NOT NULL,
    event_id       uuid,
    event_type     text,
    sequence       bigint,
    PRIMARY KEY (order_id, version),
    CHECK ((event_id IS NULL) = (event_type IS NULL) AND (event_id IS NULL) = (sequence IS NULL))
);

-- The ledger of units: for every product, initial and adjustments = available + reserved + deducted.
CREATE TABLE movements (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id      text        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('initial', 'adjustment', 'reserve', 'release', 'deduct')),
    delta_available bigint      NOT NULL,
    delta_reserved  bigint      NOT NULL,
    delta_deducted  bigint      NOT NULL,
    order_id        uuid,
    event_id        uuid,
    at              timestamptz NOT NULL,
    CHECK ((kind IN ('reserve', 'release', 'deduct')) = (order_id IS NOT NULL)),
    CHECK (kind IN ('initial', 'adjustment') OR delta_available + delta_reserved + delta_deducted = 0)
);

-- Journals are only ever added to; a purge is the owner's business.
REVOKE UPDATE, DELETE ON reservation_decisions, movements FROM ${runtime};
REVOKE DELETE ON stock_levels, reservations, reservation_lines FROM ${runtime};
REVOKE UPDATE ON reservation_lines FROM ${runtime};
