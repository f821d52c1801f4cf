-- Orders, their lines and their timeline; the prices they are sold at; the answers that were given under a key.
-- Rows that belong together are written by one transaction and never deleted, so no foreign key is checked on the way in.

CREATE TABLE orders (
    id               uuid        PRIMARY KEY,
    customer_id      text        NOT NULL,
    status           text        NOT NULL CHECK (status IN ('pending', 'awaiting_payment', 'paid', 'completed',
                                                            'shipped', 'delivered', 'failed', 'cancelled')),
    reason           text,
    total_minor      bigint      NOT NULL CHECK (total_minor >= 0),
    currency         text        NOT NULL,
    payment_method   text        NOT NULL,
    ship_to          jsonb,
    payment_id       uuid,
    version          integer     NOT NULL CHECK (version >= 1),
    reserved         boolean     NOT NULL DEFAULT false,
    released         boolean     NOT NULL DEFAULT false,
    deducted         boolean     NOT NULL DEFAULT false,
    captured         boolean     NOT NULL DEFAULT false,
    refunded_minor   bigint      NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
    cancel_requested boolean     NOT NULL DEFAULT false,
    settled_by_hand  boolean     NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);

-- No index holds a column that a move changes: an order's row is updated in its page (HOT).
CREATE INDEX orders_by_customer ON orders (customer_id, id DESC);

CREATE TABLE order_lines (
    order_id    uuid     NOT NULL,
    position    smallint NOT NULL,
    product_id  text     NOT NULL,
    quantity    bigint   NOT NULL CHECK (quantity > 0),
    price_minor bigint   NOT NULL CHECK (price_minor >= 0),
    PRIMARY KEY (order_id, product_id)
);

-- The timeline: moves have a version, notes have none. What came over HTTP has no event id.
CREATE TABLE history (
    id              bigint      GENERATED ALWAYS AS IDENTITY,
    order_id        uuid        NOT NULL,
    version         integer,
    at              timestamptz NOT NULL,
    event_id        uuid,
    event_type      text        NOT NULL,
    source          text        NOT NULL,
    from_status     text,
    to_status       text,
    effect          text        NOT NULL,
    announced_ids   uuid[]      NOT NULL,
    announced_types text[]      NOT NULL,
    UNIQUE (order_id, event_id),
    UNIQUE (order_id, version),
    CHECK ((version IS NULL) = (to_status IS NULL))
);

-- Written from the state table; a test holds them against it.
CREATE TABLE legal_transitions (
    from_status text,
    to_status   text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (from_status, to_status)
);

INSERT INTO legal_transitions (from_status, to_status) VALUES
    (NULL, 'pending'),
    ('pending', 'awaiting_payment'),
    ('pending', 'paid'),
    ('pending', 'failed'),
    ('pending', 'cancelled'),
    ('awaiting_payment', 'paid'),
    ('awaiting_payment', 'failed'),
    ('awaiting_payment', 'cancelled'),
    ('paid', 'completed'),
    ('paid', 'shipped'),
    ('paid', 'cancelled'),
    ('shipped', 'delivered');

CREATE TABLE idempotency (
    customer_id text        NOT NULL,
    key         text        NOT NULL,
    body_hash   bytea       NOT NULL,
    order_id    uuid        NOT NULL,
    answer      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (customer_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE products (
    product_id  text   PRIMARY KEY,
    name        text   NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    currency    text   NOT NULL,
    sequence    bigint NOT NULL
);

REVOKE UPDATE, DELETE ON history, order_lines FROM ${runtime};
REVOKE INSERT, UPDATE, DELETE ON legal_transitions FROM ${runtime};
REVOKE DELETE ON orders FROM ${runtime};
