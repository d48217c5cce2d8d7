-- The number a number stands for now, itself when it is not merged; null for null.
CREATE FUNCTION living_number(asked text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    living text := asked;
    step   text;
BEGIN
    LOOP
        SELECT living_into INTO step FROM merged_number WHERE number = living;
        EXIT WHEN NOT FOUND;
        living := step;
    END LOOP;
    RETURN living;
END
$$;

-- A number and all that were merged into it, directly or through others, itself first; {null} for null.
CREATE FUNCTION number_branch(asked text) RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM merged_number WHERE living_into = asked) THEN
        RETURN ARRAY[asked];
    END IF;
    RETURN (
        WITH RECURSIVE member (number, depth) AS (
            SELECT asked, 0
            UNION ALL
            SELECT merged.number, member.depth + 1
            FROM member JOIN merged_number merged ON merged.living_into = member.number
        )
        SELECT array_agg(number ORDER BY depth, number) FROM member);
END
$$;

-- All numbers that stand for the same customer as the given one, the living one first, the given one included.
CREATE FUNCTION number_family(asked text) RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN number_branch(living_number(asked));
END
$$;
