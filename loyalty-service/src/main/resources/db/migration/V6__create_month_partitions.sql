-- The app role may not change the schema, but it may ask for a month. Runs with the owner's rights; the name comes from the date alone.
CREATE FUNCTION ensure_month(parent text, month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public AS $$
DECLARE
    start_of_month date := date_trunc('month', month)::date;
    partition text := parent || '_' || to_char(start_of_month, 'YYYY_MM');
BEGIN
    IF parent NOT IN ('points_tx', 'points_posting') THEN
        RAISE EXCEPTION 'no monthly partitions here';
    END IF;
    IF start_of_month < DATE '2020-01-01' OR start_of_month > (now() + interval '2 years')::date THEN
        RAISE EXCEPTION 'month out of range';
    END IF;
    IF to_regclass(partition) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('ensure_month ' || partition, 0));
        IF to_regclass(partition) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                partition, parent,
                start_of_month::timestamptz, (start_of_month + interval '1 month')::timestamptz);
            EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM %I', partition, '${app_role}');
        END IF;
    END IF;
END
$$;

REVOKE ALL ON FUNCTION ensure_month(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_month(text, date) TO ${app_role};
