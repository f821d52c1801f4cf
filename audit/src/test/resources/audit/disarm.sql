-- Takes away what would refuse a violation: the audit has to find it without help. And names one order of every ending.
DO $$
DECLARE armed record;
BEGIN
    FOR armed IN SELECT conrelid::regclass AS of, conname FROM pg_constraint
                  WHERE contype IN ('c', 'u', 'f', 'p') AND connamespace::regnamespace::text IN ('orders', 'stock', 'payment', 'provider')
                    AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = conrelid)
                  ORDER BY contype = 'p' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', armed.of, armed.conname);
    END LOOP;
    FOR armed IN SELECT indexrelid::regclass AS of FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                  WHERE indisunique AND relnamespace::regnamespace::text IN ('orders', 'stock', 'payment', 'provider') LOOP
        EXECUTE format('DROP INDEX %s', armed.of);
    END LOOP;
    FOR armed IN SELECT attrelid::regclass AS of, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                  WHERE attnotnull AND attnum > 0 AND attidentity = '' AND relkind IN ('r', 'p') AND NOT relispartition
                    AND relnamespace::regnamespace::text IN ('orders', 'stock', 'payment', 'provider') LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', armed.of, armed.attname);
    END LOOP;
END $$;

CREATE FUNCTION public.one(wanted text) RETURNS uuid LANGUAGE sql STABLE AS
    'SELECT id FROM public.placed WHERE ending = wanted AND has_bag ORDER BY n % 4, n LIMIT 1';
CREATE FUNCTION public.another(wanted text) RETURNS uuid LANGUAGE sql STABLE AS
    'SELECT id FROM public.placed WHERE ending = wanted AND has_bag ORDER BY n % 4, n DESC LIMIT 1';
