-- What the simulated provider was asked for. Captures become visible when they are due: tok_timeout's turn up late. A key that it was
-- asked about before it was called is refused for ever, so that its answer holds.
CREATE TABLE charges (
    key          uuid        PRIMARY KEY,
    refused      boolean     NOT NULL,
    provider_ref text        UNIQUE,
    amount_minor bigint      CHECK (amount_minor >= 0),
    currency     text,
    method       text,
    due_at       timestamptz,
    CHECK (refused = (provider_ref IS NULL) AND refused = (amount_minor IS NULL) AND refused = (due_at IS NULL))
);

-- The money it has taken.
CREATE VIEW captures AS
SELECT key, provider_ref, amount_minor, currency, method, due_at
  FROM charges
 WHERE NOT refused;

-- What it has given back.
CREATE TABLE refunds (
    key          uuid        PRIMARY KEY,
    provider_ref text        NOT NULL UNIQUE,
    capture_key  uuid        NOT NULL REFERENCES charges,
    amount_minor bigint      NOT NULL CHECK (amount_minor > 0),
    at           timestamptz NOT NULL
);

-- How often it was called for a key whose token fails at first.
CREATE TABLE calls (
    key      uuid PRIMARY KEY,
    attempts int  NOT NULL
);
