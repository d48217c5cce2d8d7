-- What a promotion gives, to whom, when and where. How often it was used is counted here and never at a code, so that one conditional update
-- decides who gets the last one.
CREATE TABLE coupon (
    program      text        NOT NULL,
    code         text        NOT NULL,
    name         text        NOT NULL,
    kind         text        NOT NULL,
    value_minor  bigint,
    percent      integer,
    most_minor   bigint,
    gift         text,
    least_minor  bigint,
    currency     text,
    quota        bigint,
    per_customer integer,
    channels     text[]      NOT NULL,
    stack_group  text,
    valid_from   timestamptz NOT NULL,
    valid_to     timestamptz,
    valid_days   integer,
    reserved     bigint      NOT NULL DEFAULT 0,
    used         bigint      NOT NULL DEFAULT 0,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    CONSTRAINT coupon_pk PRIMARY KEY (program, code),
    CONSTRAINT coupon_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT coupon_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,30}$'),
    CONSTRAINT coupon_gives_something CHECK (CASE kind
        WHEN 'VALUE_OFF' THEN value_minor IS NOT NULL AND num_nonnulls(percent, most_minor, gift) = 0
        WHEN 'PERCENT_OFF' THEN percent IS NOT NULL AND num_nonnulls(value_minor, gift) = 0
        WHEN 'GIFT' THEN gift IS NOT NULL AND num_nonnulls(value_minor, percent, most_minor) = 0
        WHEN 'FREE_SHIPPING' THEN num_nonnulls(value_minor, percent, most_minor, gift) = 0
        ELSE false
    END),
    CONSTRAINT coupon_amounts CHECK (value_minor > 0 AND most_minor > 0 AND least_minor > 0 AND percent BETWEEN 1 AND 100),
    CONSTRAINT coupon_amounts_have_a_currency CHECK
        ((currency IS NOT NULL) = (num_nonnulls(value_minor, most_minor, least_minor) > 0) AND currency ~ '^[A-Z]{3}$'),
    CONSTRAINT coupon_limits CHECK (quota > 0 AND per_customer > 0),
    CONSTRAINT coupon_quota_is_kept CHECK (0 <= reserved AND 0 <= used AND reserved + used <= quota),
    CONSTRAINT coupon_valid CHECK (valid_to > valid_from AND valid_days BETWEEN 0 AND 3660)
) WITH (fillfactor = 70);

CREATE FUNCTION coupon_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{reserved,used,ended_at}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{reserved,used,ended_at}'::text[]
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
        RAISE EXCEPTION 'a coupon stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER coupon_stays BEFORE UPDATE ON coupon FOR EACH ROW EXECUTE FUNCTION coupon_stays();

-- Codes that were issued together. Their text is worked out of the seed with a key that is not in the database.
CREATE TABLE coupon_issue (
    id        uuid        NOT NULL,
    program   text        NOT NULL,
    coupon    text        NOT NULL,
    seed      bytea       NOT NULL,
    quantity  integer     NOT NULL,
    personal  boolean     NOT NULL,
    actor     text        NOT NULL,
    issued_at timestamptz NOT NULL,
    CONSTRAINT coupon_issue_pk PRIMARY KEY (id),
    CONSTRAINT coupon_issue_coupon_fk FOREIGN KEY (program, coupon) REFERENCES coupon (program, code),
    CONSTRAINT coupon_issue_seed_unique UNIQUE (seed),
    CONSTRAINT coupon_issue_seed_length CHECK (length(seed) = 16),
    CONSTRAINT coupon_issue_quantity CHECK (quantity BETWEEN 1 AND 1000)
);

CREATE TRIGGER coupon_issue_is_final BEFORE UPDATE OR DELETE ON coupon_issue FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

-- A code, known by 128 keyed bits of its text. The number it was issued to stays; a code of nobody gets the number that redeems it.
CREATE TABLE coupon_code (
    id          uuid        NOT NULL,
    issue       uuid        NOT NULL,
    position    integer     NOT NULL,
    program     text        NOT NULL,
    coupon      text        NOT NULL,
    number      text,
    token       bigint      NOT NULL,
    token2      bigint      NOT NULL,
    hint        text        NOT NULL,
    state       text        NOT NULL,
    valid_from  timestamptz NOT NULL,
    valid_to    timestamptz,
    void_reason text,
    voided_by   text,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT coupon_code_pk PRIMARY KEY (id),
    CONSTRAINT coupon_code_issue_fk FOREIGN KEY (issue) REFERENCES coupon_issue (id),
    CONSTRAINT coupon_code_coupon_fk FOREIGN KEY (program, coupon) REFERENCES coupon (program, code),
    CONSTRAINT coupon_code_position_unique UNIQUE (issue, position),
    CONSTRAINT coupon_code_token_unique UNIQUE (token, token2),
    CONSTRAINT coupon_code_hint_length CHECK (length(hint) = 4),
    CONSTRAINT coupon_code_state CHECK (state IN ('ISSUED', 'RESERVED', 'REDEEMED', 'VOID')),
    CONSTRAINT coupon_code_redeemed_is_somebodys CHECK (state <> 'REDEEMED' OR number IS NOT NULL),
    CONSTRAINT coupon_code_void_has_a_reason CHECK
        ((state = 'VOID') = (void_reason IS NOT NULL) AND (state = 'VOID') = (voided_by IS NOT NULL))
) WITH (fillfactor = 80);

-- Serves the codes of a coupon, newest first.
CREATE INDEX coupon_code_coupon_idx ON coupon_code (program, coupon, id);

-- Serves who knows only the end of a code.
CREATE INDEX coupon_code_hint_idx ON coupon_code (program, coupon, hint, id);

-- Serves the coupons of a customer, newest first.
CREATE INDEX coupon_code_number_idx ON coupon_code (number, id) WHERE number IS NOT NULL;

CREATE FUNCTION coupon_code_goes_its_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('ISSUED', 'RESERVED'), ('ISSUED', 'REDEEMED'), ('ISSUED', 'VOID'),
        ('RESERVED', 'ISSUED'), ('RESERVED', 'REDEEMED'), ('RESERVED', 'VOID'), ('REDEEMED', 'ISSUED')
    ) THEN
        RAISE EXCEPTION 'a coupon does not go that way' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.issue, NEW.position, NEW.program, NEW.coupon, NEW.token, NEW.token2, NEW.hint, NEW.valid_from, NEW.valid_to)
        IS DISTINCT FROM
        (OLD.id, OLD.issue, OLD.position, OLD.program, OLD.coupon, OLD.token, OLD.token2, OLD.hint, OLD.valid_from, OLD.valid_to)
        OR (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number) THEN
        RAISE EXCEPTION 'a coupon stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER coupon_code_goes_its_way BEFORE UPDATE ON coupon_code
    FOR EACH ROW EXECUTE FUNCTION coupon_code_goes_its_way();

-- A code on an order: kept for it, redeemed with it, or not any more.
CREATE TABLE coupon_use (
    id             uuid        NOT NULL,
    code           uuid        NOT NULL,
    program        text        NOT NULL,
    coupon         text        NOT NULL,
    stack_group    text,
    number         text        NOT NULL,
    channel        text        NOT NULL,
    order_no       text        NOT NULL,
    amount_minor   bigint      NOT NULL,
    currency       text        NOT NULL,
    off_minor      bigint      NOT NULL,
    state          text        NOT NULL,
    actor          text        NOT NULL,
    created_at     timestamptz NOT NULL,
    reserved_until timestamptz,
    redeemed_at    timestamptz,
    ended_at       timestamptz,
    CONSTRAINT coupon_use_pk PRIMARY KEY (id),
    CONSTRAINT coupon_use_code_fk FOREIGN KEY (code) REFERENCES coupon_code (id),
    CONSTRAINT coupon_use_state CHECK (state IN ('RESERVED', 'REDEEMED', 'RELEASED', 'TIMED_OUT', 'VOIDED', 'RETURNED')),
    CONSTRAINT coupon_use_amounts CHECK (0 <= off_minor AND off_minor <= amount_minor),
    CONSTRAINT coupon_use_currency CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT coupon_use_reserved_has_an_end CHECK (state <> 'RESERVED' OR reserved_until IS NOT NULL),
    CONSTRAINT coupon_use_is_redeemed CHECK ((state IN ('REDEEMED', 'RETURNED')) = (redeemed_at IS NOT NULL)),
    CONSTRAINT coupon_use_is_over CHECK ((state IN ('RESERVED', 'REDEEMED')) = (ended_at IS NULL))
) WITH (fillfactor = 80);

-- A code is on one order.
CREATE UNIQUE INDEX coupon_use_code_once ON coupon_use (code) WHERE state IN ('RESERVED', 'REDEEMED');

-- A coupon is on an order once; serves the coupons of an order as well.
CREATE UNIQUE INDEX coupon_use_order_once ON coupon_use (order_no, channel, program, coupon) WHERE state IN ('RESERVED', 'REDEEMED');

-- Of one group, one coupon is on an order.
CREATE UNIQUE INDEX coupon_use_group_once ON coupon_use (order_no, channel, program, stack_group)
    WHERE state IN ('RESERVED', 'REDEEMED') AND stack_group IS NOT NULL;

-- Serves how many a customer has had.
CREATE INDEX coupon_use_number_idx ON coupon_use (number, program, coupon) WHERE state IN ('RESERVED', 'REDEEMED');

-- Serves the end of reservations whose time is over.
CREATE INDEX coupon_use_due_idx ON coupon_use (reserved_until, id) WHERE state = 'RESERVED';

CREATE FUNCTION coupon_use_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('RESERVED', 'REDEEMED'), ('RESERVED', 'RELEASED'), ('RESERVED', 'TIMED_OUT'), ('RESERVED', 'VOIDED'), ('REDEEMED', 'RETURNED')
    ) THEN
        RAISE EXCEPTION 'the use of a coupon does not go that way' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.code, NEW.program, NEW.coupon, NEW.stack_group, NEW.number, NEW.channel, NEW.order_no, NEW.created_at)
        IS DISTINCT FROM
        (OLD.id, OLD.code, OLD.program, OLD.coupon, OLD.stack_group, OLD.number, OLD.channel, OLD.order_no, OLD.created_at) THEN
        RAISE EXCEPTION 'the use of a coupon stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER coupon_use_goes_forward BEFORE UPDATE ON coupon_use FOR EACH ROW EXECUTE FUNCTION coupon_use_goes_forward();

REVOKE DELETE ON coupon, coupon_issue, coupon_code, coupon_use FROM ${app_role};
REVOKE UPDATE ON coupon_issue FROM ${app_role};

-- How many codes of a caller were refused lately.
CREATE TABLE coupon_attempt (
    subject text        NOT NULL,
    since   timestamptz NOT NULL,
    refused integer     NOT NULL,
    CONSTRAINT coupon_attempt_pk PRIMARY KEY (subject),
    CONSTRAINT coupon_attempt_refused CHECK (refused > 0)
);
