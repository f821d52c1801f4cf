-- What was sent and heard of the events up to some id is gone, in each service's schema as far as its own purge has come.
CREATE TABLE public.trails AS
SELECT * FROM (VALUES ('orders', uuid '20000000-0000-0000-0000-000000000000'),
                      ('stock', uuid '40000000-0000-0000-0000-000000000000'),
                      ('payment', uuid '10000000-0000-0000-0000-000000000000')) AS t (schema, up_to);
DO $$
DECLARE
    trail record;
BEGIN
    FOR trail IN SELECT * FROM public.trails LOOP
        EXECUTE format('DELETE FROM %I.inbox WHERE event_id <= %L', trail.schema, trail.up_to);
        EXECUTE format('DELETE FROM %I.outbox_archive WHERE %L >= ALL (event_ids)', trail.schema, trail.up_to);
        EXECUTE format('UPDATE %I.purged SET trail_up_to = %L', trail.schema, trail.up_to);
    END LOOP;
END
$$;
