-- The reservations of ten customers are gone; what their movements came to stands in one opening movement per product.
CREATE TABLE public.gone AS SELECT id FROM public.placed WHERE n % 40 < 10;
INSERT INTO stock.movements (product_id, kind, delta_available, delta_reserved, delta_deducted, at)
SELECT product_id, 'opening', sum(delta_available), sum(delta_reserved), sum(delta_deducted), now()
  FROM stock.movements WHERE order_id IN (SELECT id FROM public.gone) GROUP BY product_id;
DELETE FROM stock.movements WHERE order_id IN (SELECT id FROM public.gone);
DELETE FROM stock.reservation_lines WHERE order_id IN (SELECT id FROM public.gone);
DELETE FROM stock.reservation_decisions WHERE order_id IN (SELECT id FROM public.gone);
DELETE FROM stock.reservations WHERE order_id IN (SELECT id FROM public.gone);
UPDATE stock.purged SET up_to = (SELECT id FROM public.gone ORDER BY id DESC LIMIT 1);
