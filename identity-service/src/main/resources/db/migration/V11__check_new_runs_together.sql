-- The checks of V4 and V7 in one function, and at the price of a few index look-ups for runs that follow each other without a gap, as
-- those issued together do: looking behind each run for itself took most of the time of issuing.
DROP TRIGGER number_run_takes_no_block ON number_run;
DROP FUNCTION number_run_takes_no_block();

CREATE OR REPLACE FUNCTION number_run_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
BEGIN
    -- Writers of a partition wait for each other here, and each then sees what the others wrote.
    PERFORM FROM number_partition p
        WHERE (p.scheme, p.partition) IN (SELECT scheme, partition FROM new_runs)
        ORDER BY p.scheme, p.partition FOR NO KEY UPDATE;
    FOR part IN
        SELECT n.scheme, n.partition, n.lowest, n.highest, n.numbers = n.highest - n.lowest + 1 AS dense,
            p.next_seq IS NULL OR n.highest >= p.next_seq AS beyond
        FROM (
            SELECT scheme, partition, min(from_seq) AS lowest, max(to_seq) AS highest, sum(to_seq - from_seq + 1) AS numbers
            FROM new_runs GROUP BY scheme, partition
        ) AS n LEFT JOIN number_partition p ON p.scheme = n.scheme AND p.partition = n.partition
    LOOP
        IF part.beyond THEN
            RAISE EXCEPTION 'number issued beyond its counter' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF part.dense THEN
            PERFORM number_run_is_alone(part.scheme, part.partition, part.lowest, part.highest);
        ELSE
            PERFORM number_run_is_alone(scheme, partition, from_seq, to_seq)
            FROM new_runs WHERE scheme = part.scheme AND partition = part.partition;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- Refuses when two runs share a sequence, or a run and a leased block, of which one begins between the two ends or reaches in from before.
-- Runs in the table share nothing with each other, so where any two do, two that follow each other do.
CREATE FUNCTION number_run_is_alone(of_scheme text, of_partition text, lowest bigint, highest bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT from_seq, lag(to_seq) OVER (ORDER BY from_seq) AS before
            FROM number_run
            WHERE scheme = of_scheme AND partition = of_partition AND from_seq <= highest AND from_seq >= coalesce((
                SELECT from_seq FROM number_run
                WHERE scheme = of_scheme AND partition = of_partition AND from_seq < lowest
                ORDER BY from_seq DESC LIMIT 1
            ), lowest)
        ) AS neighbours WHERE before >= from_seq
    ) THEN
        RAISE EXCEPTION 'number issued twice' USING ERRCODE = 'exclusion_violation';
    END IF;
    IF (
        SELECT to_seq FROM lease_block
        WHERE scheme = of_scheme AND partition = of_partition AND from_seq <= highest
        ORDER BY from_seq DESC LIMIT 1
    ) >= lowest THEN
        RAISE EXCEPTION 'number issued out of a block' USING ERRCODE = 'exclusion_violation';
    END IF;
END
$$;
