-- What is kept of messages that are done with goes when it is old. The trail only grows, so it lies in tables by month of the ids in it
-- (they begin with their time), and a month goes as a whole; dead letters that were dealt with go in small steps. The steps are the owner's
-- functions: the runtime role can neither remove what is kept nor say that something is old which is not a day old.

-- The first id of all that are made from this moment on.
CREATE FUNCTION first_id(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- What the trail says about events up to this id may be gone; the audit asks nothing about them.
ALTER TABLE purged ADD COLUMN trail_up_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';

-- What there was becomes the table that takes what no month was made for: no event waits for a table.
ALTER TABLE inbox RENAME TO inbox_other;
ALTER INDEX inbox_pkey RENAME TO inbox_other_pkey;
CREATE TABLE inbox (LIKE inbox_other INCLUDING DEFAULTS, PRIMARY KEY (consumer, event_id)) PARTITION BY RANGE (event_id);
ALTER TABLE inbox ATTACH PARTITION inbox_other DEFAULT;

ALTER TABLE outbox_archive RENAME TO outbox_archive_other;
ALTER INDEX outbox_archive_pkey RENAME TO outbox_archive_other_pkey;
CREATE TABLE outbox_archive (LIKE outbox_archive_other INCLUDING DEFAULTS, PRIMARY KEY (id)) PARTITION BY RANGE (id);
ALTER TABLE outbox_archive ATTACH PARTITION outbox_archive_other DEFAULT;

REVOKE UPDATE, DELETE, TRUNCATE ON inbox, outbox_archive FROM ${runtime};
REVOKE ALL ON inbox_other, outbox_archive_other FROM ${runtime};

-- Makes the two tables of the month that this moment falls into, unless they are there; what stands elsewhere of that month moves over.
CREATE FUNCTION make_trail_month(moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET timezone = 'UTC' SET lock_timeout = '200ms'
AS $$
DECLARE
    starts uuid := first_id(date_trunc('month', moment));
    ends   uuid := first_id(date_trunc('month', moment) + interval '1 month');
    kept   text;
    month  text;
    key    text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['inbox', 'outbox_archive'] LOOP
        month := kept || '_' || to_char(moment, 'YYYY_MM');
        key := CASE kept WHEN 'inbox' THEN 'event_id' ELSE 'id' END;
        CONTINUE WHEN to_regclass('${schema}.' || month) IS NOT NULL OR moment > now() + interval '400 days';
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', month, kept);
        EXECUTE format('REVOKE ALL ON %I FROM ${runtime}', month);
        EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
                       kept || '_other', key, starts, key, ends, month);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', kept, month, starts, ends);
    END LOOP;
END
$$;

DO $$ BEGIN
    PERFORM make_trail_month(now()), make_trail_month(date_trunc('month', now(), 'UTC') + interval '1 month');
END $$;

-- Removes what the trail says about events from before this moment, as far as it is in no month's table: at most so many rows of each
-- kind. Answers how many.
CREATE FUNCTION purge_trail(before timestamptz, most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp
AS $$
DECLARE
    bound    uuid := first_id(least(before, now() - interval '1 day'));
    heard    int;
    archived int;
BEGIN
    DELETE FROM inbox_other WHERE ctid = ANY (ARRAY(SELECT ctid FROM inbox_other WHERE event_id < bound LIMIT least(most, 10000)));
    GET DIAGNOSTICS heard = ROW_COUNT;
    DELETE FROM outbox_archive_other WHERE id IN (SELECT id FROM outbox_archive_other WHERE id < bound ORDER BY id LIMIT least(most, 10000));
    GET DIAGNOSTICS archived = ROW_COUNT;
    IF heard + archived > 0 THEN
        UPDATE purged SET trail_up_to = greatest(trail_up_to, bound);
    END IF;
    RETURN greatest(heard, archived);
END
$$;

-- Drops one month's table of which all is from before this moment, if there is one. Events wait for it, but not for long: when the lock
-- does not come at once, the next time will do.
CREATE FUNCTION drop_trail_month(before timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp SET timezone = 'UTC' SET lock_timeout = '200ms'
AS $$
DECLARE
    this_month text := to_char(least(before, now() - interval '1 day'), 'YYYY_MM');
    month      text;
BEGIN
    SELECT child.relname INTO month
      FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
     WHERE inhparent IN ('inbox'::regclass, 'outbox_archive'::regclass)
       AND child.relname ~ '_\d{4}_\d{2}$' AND right(child.relname, 7) < this_month
     ORDER BY right(child.relname, 7)
     LIMIT 1;
    IF month IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE %I', month);
    UPDATE purged
       SET trail_up_to = greatest(trail_up_to, first_id(to_date(right(month, 7), 'YYYY_MM')::timestamptz + interval '1 month'));
    RETURN true;
END
$$;

CREATE INDEX dead_letters_done ON dead_letters (moved_at) WHERE state IN ('replayed', 'dropped');

-- Removes at most so many dead letters that were dealt with before this moment; one that waits stays, however old it is.
CREATE FUNCTION purge_letters(before timestamptz, most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp
AS $$
DECLARE
    gone int;
BEGIN
    DELETE FROM dead_letters
     WHERE id IN (SELECT id FROM dead_letters
                   WHERE state IN ('replayed', 'dropped') AND moved_at < least(before, now() - interval '1 day')
                   ORDER BY moved_at
                   LIMIT least(most, 10000)
                     FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;

REVOKE EXECUTE ON FUNCTION make_trail_month, purge_trail, drop_trail_month, purge_letters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_trail_month, purge_trail, drop_trail_month, purge_letters TO ${runtime};
