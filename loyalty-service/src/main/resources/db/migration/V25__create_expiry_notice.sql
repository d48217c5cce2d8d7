-- How members are told before points expire; not at all where there are no days.
ALTER TABLE program ADD COLUMN notice_days integer, ADD COLUMN notice_grace_days integer;
ALTER TABLE program
    ADD CONSTRAINT program_notice CHECK (num_nulls(notice_days, notice_grace_days) IN (0, 2)),
    ADD CONSTRAINT program_notice_days CHECK (notice_days BETWEEN 1 AND 90 AND notice_grace_days BETWEEN 0 AND 366);

-- What a member was told of the points that expire in a month, and whether the message went out. The number it came under stays.
CREATE TABLE expiry_notice (
    id          uuid        NOT NULL,
    program     text        NOT NULL,
    number      text        NOT NULL,
    month       date        NOT NULL,
    points      bigint      NOT NULL,
    last_day    date        NOT NULL,
    state       text        NOT NULL DEFAULT 'TOLD',
    reason      text,
    told_at     timestamptz NOT NULL,
    answered_at timestamptz,
    CONSTRAINT expiry_notice_pk PRIMARY KEY (id),
    CONSTRAINT expiry_notice_once UNIQUE (program, number, month),
    CONSTRAINT expiry_notice_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT expiry_notice_points CHECK (points > 0),
    CONSTRAINT expiry_notice_month CHECK (extract(day FROM month) = 1),
    CONSTRAINT expiry_notice_state CHECK (state IN ('TOLD', 'SENT', 'FAILED')),
    CONSTRAINT expiry_notice_answered CHECK ((state = 'TOLD') = (answered_at IS NULL)),
    CONSTRAINT expiry_notice_reason CHECK ((state = 'FAILED') = (reason IS NOT NULL))
) WITH (fillfactor = 80);

-- How far the look through all members has come that is taken once a day for each month that is near.
CREATE TABLE expiry_notice_walk (
    program      text   NOT NULL,
    month        date   NOT NULL,
    day          date   NOT NULL,
    last_account bigint NOT NULL,
    done         boolean NOT NULL,
    CONSTRAINT expiry_notice_walk_pk PRIMARY KEY (program, month),
    CONSTRAINT expiry_notice_walk_program_fk FOREIGN KEY (program) REFERENCES program (code)
);

-- Whether it is settled that a lot may expire: its member was told, or it lasts longer because nobody could be.
ALTER TABLE points_lot ADD COLUMN notice_settled boolean NOT NULL DEFAULT false;

-- A message that went out stays one that went out.
CREATE FUNCTION expiry_notice_stays_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'SENT' AND NEW.state <> 'SENT' OR NEW.state = 'TOLD' AND OLD.state <> 'TOLD'
        OR (NEW.id, NEW.program, NEW.number, NEW.month, NEW.points, NEW.last_day, NEW.told_at)
            IS DISTINCT FROM (OLD.id, OLD.program, OLD.number, OLD.month, OLD.points, OLD.last_day, OLD.told_at) THEN
        RAISE EXCEPTION 'what was told stays told' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER expiry_notice_stays_sent BEFORE UPDATE ON expiry_notice FOR EACH ROW EXECUTE FUNCTION expiry_notice_stays_sent();

REVOKE DELETE ON expiry_notice FROM ${app_role};
