-- What earns points besides purchases: a check-in, a survey, a review, a partner. The version counts what was said of it.
CREATE TABLE activity (
    program          text        NOT NULL,
    code             text        NOT NULL,
    version          integer     NOT NULL DEFAULT 1,
    name             text        NOT NULL,
    points           bigint,
    most_points      bigint,
    times_per_day    integer,
    times_per_member integer,
    points_per_month bigint,
    event            text,
    event_key        text,
    valid_from       timestamptz NOT NULL,
    valid_to         timestamptz,
    ended_at         timestamptz,
    CONSTRAINT activity_pk PRIMARY KEY (program, code),
    CONSTRAINT activity_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT activity_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,30}$'),
    CONSTRAINT activity_points CHECK (num_nonnulls(points, most_points) = 1 AND coalesce(points, most_points) BETWEEN 1 AND 1000000000),
    CONSTRAINT activity_caps CHECK (times_per_day > 0 AND times_per_member > 0 AND points_per_month > 0),
    CONSTRAINT activity_event CHECK (event IS NULL OR points IS NOT NULL),
    CONSTRAINT activity_event_key CHECK (event_key IS NULL OR event IS NOT NULL),
    CONSTRAINT activity_valid CHECK (valid_to > valid_from)
);

-- The natural key of such an earning: what somebody did earns once, whatever key asks again. The number it came under stays.
CREATE TABLE activity_earning (
    program      text   NOT NULL,
    activity     text   NOT NULL,
    number       text   NOT NULL,
    business_ref text   NOT NULL,
    tx           uuid   NOT NULL,
    points       bigint NOT NULL,
    reversed     bigint NOT NULL DEFAULT 0,
    day          date   NOT NULL,
    CONSTRAINT activity_earning_pk PRIMARY KEY (program, activity, number, business_ref),
    CONSTRAINT activity_earning_activity_fk FOREIGN KEY (program, activity) REFERENCES activity (program, code),
    CONSTRAINT activity_earning_points CHECK (points > 0 AND 0 <= reversed AND reversed <= points)
);

-- Serves what may still be earned today, this month, or at all.
CREATE INDEX activity_earning_day_idx ON activity_earning (program, activity, number, day) INCLUDE (points);

-- Serves statements, and taking an earning back.
CREATE UNIQUE INDEX activity_earning_tx_idx ON activity_earning (tx);

CREATE FUNCTION activity_earning_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.program, NEW.activity, NEW.number, NEW.business_ref, NEW.tx, NEW.points, NEW.day)
        IS DISTINCT FROM (OLD.program, OLD.activity, OLD.number, OLD.business_ref, OLD.tx, OLD.points, OLD.day)
        OR NEW.reversed < OLD.reversed THEN
        RAISE EXCEPTION 'what was earned stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER activity_earning_stays BEFORE UPDATE ON activity_earning FOR EACH ROW EXECUTE FUNCTION activity_earning_stays();

REVOKE DELETE ON activity, activity_earning FROM ${app_role};
