-- A rule never changes once published; a new version takes its place.
CREATE TABLE earning_rule (
    program      text        NOT NULL,
    code         text        NOT NULL,
    version      integer     NOT NULL,
    state        text        NOT NULL DEFAULT 'DRAFT',
    name         text        NOT NULL,
    condition    text        NOT NULL,
    points       bigint      NOT NULL,
    per_minor    bigint      NOT NULL,
    fixed_points bigint      NOT NULL DEFAULT 0,
    order_cap    bigint,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT earning_rule_pk PRIMARY KEY (program, code, version),
    CONSTRAINT earning_rule_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT earning_rule_state CHECK (state IN ('DRAFT', 'PUBLISHED', 'RETIRED')),
    CONSTRAINT earning_rule_amounts CHECK (points >= 0 AND per_minor > 0 AND fixed_points >= 0 AND (order_cap IS NULL OR order_cap > 0)),
    CONSTRAINT earning_rule_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,30}$')
);

-- One published version of a rule at a time, whatever the code does.
CREATE UNIQUE INDEX earning_rule_published_idx ON earning_rule (program, code) WHERE state = 'PUBLISHED';

CREATE FUNCTION earning_rule_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'DRAFT' AND (NEW.condition, NEW.points, NEW.per_minor, NEW.fixed_points, NEW.order_cap)
        IS DISTINCT FROM (OLD.condition, OLD.points, OLD.per_minor, OLD.fixed_points, OLD.order_cap) THEN
        RAISE EXCEPTION 'a published rule never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER earning_rule_is_immutable BEFORE UPDATE ON earning_rule
    FOR EACH ROW EXECUTE FUNCTION earning_rule_is_immutable();

-- The natural key of an earning: an order earns by a rule once, whatever message, key or version asks again.
CREATE TABLE earn_key (
    program  text   NOT NULL,
    channel  text   NOT NULL,
    order_no text   NOT NULL,
    rule     text   NOT NULL,
    tx       uuid   NOT NULL,
    points   bigint NOT NULL,
    reversed bigint NOT NULL DEFAULT 0,
    CONSTRAINT earn_key_pk PRIMARY KEY (program, channel, order_no, rule),
    CONSTRAINT earn_key_reversed CHECK (0 <= reversed AND reversed <= points AND points > 0)
);

-- Purchases that were looked at, also those that earned nothing: a refund needs its purchase to have been here before.
CREATE TABLE earning_basis (
    purchase_id    uuid        NOT NULL,
    number         text        NOT NULL,
    channel        text        NOT NULL,
    order_no       text        NOT NULL,
    amount_minor   bigint      NOT NULL,
    refunded_minor bigint      NOT NULL DEFAULT 0,
    occurred_at    timestamptz NOT NULL,
    CONSTRAINT earning_basis_pk PRIMARY KEY (purchase_id),
    CONSTRAINT earning_basis_refunded CHECK (0 <= refunded_minor AND refunded_minor <= amount_minor)
);

-- Refunds that were looked at.
CREATE TABLE earning_refund (
    refund_id uuid NOT NULL,
    CONSTRAINT earning_refund_pk PRIMARY KEY (refund_id)
);

-- Serves counting down what was reversed of an earning.
CREATE UNIQUE INDEX earn_key_tx_idx ON earn_key (tx);
