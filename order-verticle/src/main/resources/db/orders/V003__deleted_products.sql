-- A product that is not for sale any more stays as a tombstone: news that are older than its end must not revive it.
ALTER TABLE products ADD COLUMN deleted boolean NOT NULL DEFAULT false;
