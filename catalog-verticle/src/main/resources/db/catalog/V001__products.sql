-- What the shop sells. quantity_shown is what stock last told, for display; stock alone decides what can be sold.
CREATE TABLE products (
    product_id     text        PRIMARY KEY,
    name           text        NOT NULL,
    price_minor    bigint      NOT NULL CHECK (price_minor > 0),
    currency       text        NOT NULL,
    quantity_shown bigint      NOT NULL CHECK (quantity_shown >= 0),
    stock_sequence bigint      NOT NULL,
    sequence       bigint      NOT NULL,
    event_id       uuid        NOT NULL,
    created_at     timestamptz NOT NULL
) WITH (fillfactor = 80);
