-- What counts for tiers, by the month it was earned in: points earned, less what was taken back of them. Spending does not touch it.
CREATE TABLE qualifying_month (
    program text   NOT NULL,
    number  text   NOT NULL,
    month   date   NOT NULL,
    points  bigint NOT NULL,
    CONSTRAINT qualifying_month_pk PRIMARY KEY (program, number, month),
    CONSTRAINT qualifying_month_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT qualifying_month_points CHECK (points >= 0),
    CONSTRAINT qualifying_month_begins CHECK (extract(day FROM month) = 1)
) WITH (fillfactor = 80);

INSERT INTO qualifying_month (program, number, month, points)
SELECT t.program, l.number, date_trunc('month', l.activates_at AT TIME ZONE p.zone)::date, sum(l.initial + coalesce(r.points, 0))
FROM points_lot l
JOIN points_tx t ON t.id = l.earn_tx AND t.type = 'EARN'
JOIN program p ON p.code = t.program
LEFT JOIN (
    SELECT t.reverses, sum(g.amount) AS points
    FROM points_tx t JOIN points_posting g ON g.tx = t.id AND g.booked_at = t.booked_at AND g.balance_after IS NOT NULL
    WHERE t.type = 'REVERSE_EARN' GROUP BY t.reverses
) r ON r.reverses = t.id
GROUP BY 1, 2, 3;

-- What tiers a programme has, and how one gets into them; a change is a new version.
CREATE TABLE tier_scheme (
    program    text        NOT NULL,
    version    integer     NOT NULL,
    basis      text        NOT NULL,
    period     text        NOT NULL,
    months     integer     NOT NULL,
    grace_days integer     NOT NULL,
    downgrade  text        NOT NULL,
    created_by text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tier_scheme_pk PRIMARY KEY (program, version),
    CONSTRAINT tier_scheme_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT tier_scheme_basis CHECK (basis IN ('POINTS', 'SPEND')),
    CONSTRAINT tier_scheme_period CHECK (period IN ('CALENDAR_YEAR', 'ROLLING')),
    CONSTRAINT tier_scheme_months CHECK (CASE period WHEN 'CALENDAR_YEAR' THEN months = 12 ELSE months BETWEEN 1 AND 60 END),
    CONSTRAINT tier_scheme_grace_days CHECK (grace_days BETWEEN 0 AND 366),
    CONSTRAINT tier_scheme_downgrade CHECK (downgrade IN ('ONE_DOWN', 'BY_BALANCE'))
);

CREATE TABLE tier (
    program            text    NOT NULL,
    version            integer NOT NULL,
    rank               integer NOT NULL,
    code               text    NOT NULL,
    name               text    NOT NULL,
    threshold          bigint  NOT NULL,
    multiplier_percent integer NOT NULL,
    benefits           text[]  NOT NULL,
    CONSTRAINT tier_pk PRIMARY KEY (program, version, rank),
    CONSTRAINT tier_scheme_fk FOREIGN KEY (program, version) REFERENCES tier_scheme (program, version),
    CONSTRAINT tier_code_unique UNIQUE (program, version, code),
    CONSTRAINT tier_threshold_unique UNIQUE (program, version, threshold),
    CONSTRAINT tier_base_is_everybodys CHECK (rank >= 0 AND threshold >= 0 AND (rank = 0) = (threshold = 0)),
    CONSTRAINT tier_multiplier CHECK (multiplier_percent BETWEEN 100 AND 1000)
);

CREATE FUNCTION tier_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tiers are never changed; define the next version' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER tier_scheme_is_final BEFORE UPDATE OR DELETE ON tier_scheme FOR EACH STATEMENT EXECUTE FUNCTION tier_is_final();
CREATE TRIGGER tier_is_final BEFORE UPDATE OR DELETE ON tier FOR EACH STATEMENT EXECUTE FUNCTION tier_is_final();

REVOKE UPDATE, DELETE ON tier_scheme, tier FROM ${app_role};

-- The tier somebody has got under a number; whoever has none is in the first one. It is filed under that number for ever: of a merged
-- customer the highest counts, and an undone merge finds everybody in their own. With it, what they had before they got it.
CREATE TABLE member_tier (
    program         text        NOT NULL,
    number          text        NOT NULL,
    tier            text        NOT NULL,
    since           timestamptz NOT NULL,
    valid_to        timestamptz,
    before_tier     text,
    before_valid_to timestamptz,
    CONSTRAINT member_tier_pk PRIMARY KEY (program, number),
    CONSTRAINT member_tier_program_fk FOREIGN KEY (program) REFERENCES program (code)
) WITH (fillfactor = 80);

-- Serves the review of tiers whose time is over.
CREATE INDEX member_tier_review_idx ON member_tier (program, valid_to, number) WHERE valid_to IS NOT NULL;

-- Why somebody came into a tier, or out of it.
CREATE TABLE tier_change (
    id         uuid        NOT NULL,
    program    text        NOT NULL,
    number     text        NOT NULL,
    from_tier  text        NOT NULL,
    to_tier    text        NOT NULL,
    cause      text        NOT NULL,
    qualifying bigint      NOT NULL,
    version    integer     NOT NULL,
    valid_to   timestamptz,
    changed_at timestamptz NOT NULL,
    CONSTRAINT tier_change_pk PRIMARY KEY (id),
    CONSTRAINT tier_change_scheme_fk FOREIGN KEY (program, version) REFERENCES tier_scheme (program, version),
    CONSTRAINT tier_change_cause CHECK (cause IN ('UPGRADE', 'RENEWAL', 'DOWNGRADE', 'REVERSAL'))
);

-- Serves the history of a customer.
CREATE INDEX tier_change_number_idx ON tier_change (number, program, id);

CREATE TRIGGER tier_change_is_final BEFORE UPDATE OR DELETE ON tier_change FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE UPDATE, DELETE ON tier_change FROM ${app_role};

-- Serves what somebody bought in a period.
CREATE INDEX earning_basis_number_idx ON earning_basis (number, occurred_at);
