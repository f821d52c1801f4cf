-- What the simulated provider has taken. A row becomes visible when it is due: tok_timeout's captures turn up late.
CREATE TABLE captures (
    key          uuid        PRIMARY KEY,
    provider_ref text        NOT NULL UNIQUE,
    amount_minor bigint      NOT NULL CHECK (amount_minor >= 0),
    currency     text        NOT NULL,
    method       text        NOT NULL,
    due_at       timestamptz NOT NULL
);

-- What it has given back.
CREATE TABLE refunds (
    key          uuid        PRIMARY KEY,
    provider_ref text        NOT NULL UNIQUE,
    capture_key  uuid        NOT NULL REFERENCES captures,
    amount_minor bigint      NOT NULL CHECK (amount_minor > 0),
    at           timestamptz NOT NULL
);

-- How often it was called for a key whose token fails at first.
CREATE TABLE calls (
    key      uuid PRIMARY KEY,
    attempts int  NOT NULL
);
