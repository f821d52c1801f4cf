-- How far this service's purge has come: what it kept about orders up to this id may be gone. Ids of orders rise with time, so one id
-- speaks for all older orders, and the audit asks nothing about them that takes two services to answer. Only the purge, which runs as
-- the owner, moves it.

CREATE TABLE purged (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    up_to uuid    NOT NULL
);

INSERT INTO purged (up_to) VALUES ('00000000-0000-0000-0000-000000000000');

REVOKE INSERT, UPDATE, DELETE ON purged FROM ${runtime};
