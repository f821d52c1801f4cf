-- The payments of ten customers are gone, with the provider's memory of them.
CREATE TABLE public.gone AS SELECT id, payment_id FROM public.placed WHERE n % 40 < 10;
DELETE FROM provider.refunds WHERE capture_key IN (SELECT payment_id FROM public.gone);
DELETE FROM provider.charges WHERE key IN (SELECT payment_id FROM public.gone);
DELETE FROM payment.refunds WHERE payment_id IN (SELECT payment_id FROM public.gone);
DELETE FROM payment.payment_events WHERE payment_id IN (SELECT payment_id FROM public.gone);
DELETE FROM payment.ledger WHERE payment_id IN (SELECT payment_id FROM public.gone);
DELETE FROM payment.payments WHERE id IN (SELECT payment_id FROM public.gone);
UPDATE payment.purged SET up_to = (SELECT id FROM public.gone ORDER BY id DESC LIMIT 1);
