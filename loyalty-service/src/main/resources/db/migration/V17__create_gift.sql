-- What points buy. More is never promised than is in stock: one conditional update decides who gets the last one.
CREATE TABLE gift (
    program      text        NOT NULL,
    code         text        NOT NULL,
    name         text        NOT NULL,
    points       bigint      NOT NULL,
    stock        bigint      NOT NULL,
    reserved     bigint      NOT NULL DEFAULT 0,
    issued       bigint      NOT NULL DEFAULT 0,
    per_customer integer,
    valid_from   timestamptz NOT NULL,
    valid_to     timestamptz,
    ended_at     timestamptz,
    CONSTRAINT gift_pk PRIMARY KEY (program, code),
    CONSTRAINT gift_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT gift_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,30}$'),
    CONSTRAINT gift_points CHECK (points > 0),
    CONSTRAINT gift_stock CHECK (0 <= reserved AND 0 <= issued AND reserved + issued <= stock),
    CONSTRAINT gift_per_customer CHECK (per_customer > 0),
    CONSTRAINT gift_valid CHECK (valid_to > valid_from)
) WITH (fillfactor = 70);

-- A gift somebody wants: points are held and stock is reserved, then both are spent, then it is sent. The number it came under stays.
CREATE TABLE gift_order (
    id             uuid        NOT NULL,
    program        text        NOT NULL,
    gift           text        NOT NULL,
    number         text        NOT NULL,
    quantity       bigint      NOT NULL,
    points         bigint      NOT NULL,
    state          text        NOT NULL,
    business_ref   text        NOT NULL,
    hold           uuid        NOT NULL,
    spendings      uuid[]      NOT NULL DEFAULT '{}',
    shipment_ref   text,
    actor          text        NOT NULL,
    created_at     timestamptz NOT NULL,
    reserved_until timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL,
    CONSTRAINT gift_order_pk PRIMARY KEY (id),
    CONSTRAINT gift_order_gift_fk FOREIGN KEY (program, gift) REFERENCES gift (program, code),
    CONSTRAINT gift_order_hold_fk FOREIGN KEY (hold) REFERENCES points_hold (id),
    CONSTRAINT gift_order_state CHECK (state IN ('RESERVED', 'CONFIRMED', 'SHIPPED', 'DONE', 'CANCELLED', 'RETURNED')),
    CONSTRAINT gift_order_amounts CHECK (quantity > 0 AND points > 0),
    CONSTRAINT gift_order_is_paid CHECK ((state IN ('RESERVED', 'CANCELLED')) = (cardinality(spendings) = 0))
);

-- Serves the end of reservations whose time is over.
CREATE INDEX gift_order_due_idx ON gift_order (reserved_until, id) WHERE state = 'RESERVED';

-- Serves the gifts of a customer, and how many of one they have had.
CREATE INDEX gift_order_number_idx ON gift_order (number, id);

CREATE FUNCTION gift_order_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('RESERVED', 'CONFIRMED'), ('RESERVED', 'CANCELLED'), ('CONFIRMED', 'SHIPPED'), ('SHIPPED', 'DONE'),
        ('CONFIRMED', 'RETURNED'), ('SHIPPED', 'RETURNED'), ('DONE', 'RETURNED')
    ) THEN
        RAISE EXCEPTION 'a gift order does not go that way' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.program, NEW.gift, NEW.number, NEW.quantity, NEW.points, NEW.hold, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.program, OLD.gift, OLD.number, OLD.quantity, OLD.points, OLD.hold, OLD.created_at) THEN
        RAISE EXCEPTION 'a gift order stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER gift_order_goes_forward BEFORE UPDATE ON gift_order FOR EACH ROW EXECUTE FUNCTION gift_order_goes_forward();

REVOKE DELETE ON gift, gift_order FROM ${app_role};
