-- When a key was first heard of, so that the simulated provider can forget what is long over.
ALTER TABLE charges ADD COLUMN at timestamptz NOT NULL DEFAULT now();

CREATE INDEX charges_by_age ON charges USING brin (at);
CREATE INDEX refunds_by_capture ON refunds (capture_key);

-- Forgets these captures and their refunds; runs as the owner, and spares what is of the last day.
CREATE FUNCTION purge_charges(forgotten uuid[]) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp
AS $$
DECLARE
    gone uuid[];
BEGIN
    SELECT array_agg(old.key)
      INTO gone
      FROM (SELECT c.key
              FROM charges AS c
             WHERE c.key = ANY (forgotten)
               AND c.at < now() - interval '1 day'
               AND NOT EXISTS (SELECT FROM refunds AS r WHERE r.capture_key = c.key AND r.at >= now() - interval '1 day')
               FOR UPDATE SKIP LOCKED) AS old;
    DELETE FROM calls WHERE key = ANY (gone) OR key IN (SELECT key FROM refunds WHERE capture_key = ANY (gone));
    DELETE FROM refunds WHERE capture_key = ANY (gone);
    DELETE FROM charges WHERE key = ANY (gone);
    RETURN coalesce(cardinality(gone), 0);
END
$$;
REVOKE EXECUTE ON FUNCTION purge_charges FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_charges TO ${runtime};

REVOKE DELETE ON charges, refunds, calls FROM ${runtime};
