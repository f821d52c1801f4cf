-- A customer may be forgotten. Events name the customer in data.customerId and carry address, means of payment and reasons in data; all
-- of that goes from what is only kept. What may still be sent is left as it is, and counted: it is not to say something else than was meant.

-- The message with the customer's events emptied; what else is in it stays.
CREATE FUNCTION without_customer(message jsonb, customer text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE jsonb_typeof(message) WHEN 'array' THEN events ELSE events -> 0 END
      FROM (SELECT jsonb_agg(CASE WHEN event #>> '{data,customerId}' = customer THEN event - 'data' ELSE event END ORDER BY place) AS events
              FROM jsonb_array_elements(CASE jsonb_typeof(message) WHEN 'array' THEN message ELSE jsonb_build_array(message) END)
                   WITH ORDINALITY AS e (event, place)) AS emptied
$$;

-- Whether these bytes, which anybody may have written, name the customer.
CREATE FUNCTION names_customer(body bytea, customer text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT position(convert_to(customer, 'UTF8') IN body) > 0
       AND encode(body, 'escape')
           ~ ('(^|[^A-Za-z0-9._-])' || regexp_replace(encode(convert_to(customer, 'UTF8'), 'escape'), '([^A-Za-z0-9_])', '\\\1', 'g') || '($|[^A-Za-z0-9._-])')
$$;

-- Empties the customer's events in the next messages of the archive after that one. Answers the last message that was looked at (none: there
-- are no more), and in how many there was something.
CREATE FUNCTION erase_from_archive(customer text, after uuid, most int, OUT last uuid, OUT erased int)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp
AS $$
BEGIN
    last := (SELECT id FROM (SELECT id FROM outbox_archive WHERE id > after ORDER BY id LIMIT least(most, 1000)) AS stride ORDER BY id DESC LIMIT 1);
    UPDATE outbox_archive AS a
       SET body = convert_to(without_customer(convert_from(a.body, 'UTF8')::jsonb, customer)::text, 'UTF8')
     WHERE a.id > after AND a.id <= last AND names_customer(a.body, customer);
    GET DIAGNOSTICS erased = ROW_COUNT;
END
$$;

-- Empties the dead letters that name the customer and were dealt with. Answers how many.
CREATE FUNCTION erase_from_letters(customer text) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${schema}, pg_temp
AS $$
DECLARE
    emptied int;
BEGIN
    UPDATE dead_letters
       SET body = '', detail = 'erased', stack = ''
     WHERE state IN ('replayed', 'dropped')
       AND (names_customer(body, customer) OR names_customer(convert_to(detail || ' ' || stack, 'UTF8'), customer));
    GET DIAGNOSTICS emptied = ROW_COUNT;
    RETURN emptied;
END
$$;

REVOKE EXECUTE ON FUNCTION erase_from_archive, erase_from_letters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_from_archive, erase_from_letters TO ${runtime};
