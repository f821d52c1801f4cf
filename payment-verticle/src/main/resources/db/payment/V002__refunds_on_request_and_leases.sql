-- Whoever took a row last; nobody else calls the provider for it before the lease is over. The trace outlives a crash.
ALTER TABLE payments
    ADD COLUMN holder      uuid,
    ADD COLUMN traceparent text;

-- What was asked for, to tell a repetition from another request under the same key (no amount: the remainder), and why the provider has
-- not given the money back yet.
ALTER TABLE refunds
    ADD COLUMN asked_minor bigint,
    ADD COLUMN reason      text,
    ADD COLUMN last_error  text,
    ADD COLUMN holder      uuid,
    ADD COLUMN traceparent text;
