-- The orders of ten customers are gone, as the order service's purge removes them.
CREATE TABLE public.gone AS SELECT id FROM public.placed WHERE n % 40 < 10;
DELETE FROM orders.idempotency WHERE order_id IN (SELECT id FROM public.gone);
DELETE FROM orders.history WHERE order_id IN (SELECT id FROM public.gone);
DELETE FROM orders.order_lines WHERE order_id IN (SELECT id FROM public.gone);
DELETE FROM orders.orders WHERE id IN (SELECT id FROM public.gone);
UPDATE orders.purged SET up_to = (SELECT id FROM public.gone ORDER BY id DESC LIMIT 1);
