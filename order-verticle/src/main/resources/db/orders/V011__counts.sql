-- How many orders stand where, and how many came there in which minute: counted by who moves them, never by looking through the orders.
-- Every batch adds a row per status that it touched; what was added is folded into the other two tables every few seconds.

CREATE TABLE count_deltas (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    minute  timestamptz NOT NULL,
    status  text        NOT NULL,
    arrived integer     NOT NULL,
    gone    integer     NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE counts (
    status text   PRIMARY KEY,
    orders bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE minute_counts (
    minute  timestamptz NOT NULL,
    status  text        NOT NULL,
    arrived bigint      NOT NULL,
    PRIMARY KEY (minute, status)
) WITH (fillfactor = 50);

-- What was there before is counted once, here.
INSERT INTO counts (status, orders)
SELECT status, count(*) FROM orders GROUP BY status;

INSERT INTO minute_counts (minute, status, arrived)
SELECT date_trunc('minute', at), to_status, count(*)
  FROM history
 WHERE version IS NOT NULL AND at > now() - interval '1 hour'
 GROUP BY 1, 2;
