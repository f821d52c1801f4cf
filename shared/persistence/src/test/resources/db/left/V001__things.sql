CREATE TABLE things (
    name   text    PRIMARY KEY,
    amount integer NOT NULL CHECK (amount >= 0)
);

CREATE TABLE journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL
);

REVOKE UPDATE, DELETE ON journal FROM ${runtime};
