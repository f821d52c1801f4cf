-- The trace that a call for a payment is part of.
ALTER TABLE payment_calls ADD COLUMN traceparent text;
