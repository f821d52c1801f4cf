-- What waits for a person: events that nobody could handle, messages that nobody wanted, outbox rows that the broker refused.

CREATE TABLE dead_letters (
    id           uuid        PRIMARY KEY,
    queue        text        NOT NULL,
    exchange     text        NOT NULL,
    routing_key  text        NOT NULL,
    content_type text        NOT NULL,
    event_id     text,
    type         text,
    subject      text,
    sequence     bigint      NOT NULL DEFAULT 0,
    cause        text        NOT NULL,
    detail       text        NOT NULL,
    stack        text        NOT NULL,
    attempts     integer     NOT NULL,
    first_at     timestamptz NOT NULL,
    last_at      timestamptz NOT NULL,
    body         bytea       NOT NULL,
    state        text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'replaying', 'replayed', 'dropped')),
    moved_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX dead_letters_waiting ON dead_letters (queue, last_at) WHERE state IN ('waiting', 'replaying');

-- Every act of an operator on the desk, for ever.
CREATE TABLE operator_journal (
    id       bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    operator text        NOT NULL,
    act      text        NOT NULL,
    chosen   text        NOT NULL,
    letters  uuid[]      NOT NULL
);
REVOKE UPDATE, DELETE ON operator_journal FROM ${runtime};
REVOKE DELETE ON dead_letters FROM ${runtime};

CREATE VIEW letters AS
SELECT id, queue, exchange, routing_key, content_type, event_id, type, subject, sequence, cause, detail, stack, attempts,
       first_at, last_at, body, state
  FROM dead_letters
UNION ALL
SELECT id, 'outbox', '', type, '', array_to_string(event_ids, ' '), type, NULL, 0, 'parked', coalesce(reason, ''), '', 1,
       created_at, parked_at, body, 'waiting'
  FROM outbox
 WHERE parked_at IS NOT NULL;
REVOKE INSERT, UPDATE, DELETE ON letters FROM ${runtime};
