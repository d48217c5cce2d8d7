-- What a member gets for a new customer, and the new customer with it: by activities, whose caps hold.
CREATE TABLE referral_offer (
    program           text        NOT NULL,
    code              text        NOT NULL,
    name              text        NOT NULL,
    referrer_activity text        NOT NULL,
    referee_activity  text,
    least_minor       bigint      NOT NULL,
    within_days       integer     NOT NULL,
    valid_from        timestamptz NOT NULL,
    valid_to          timestamptz,
    ended_at          timestamptz,
    CONSTRAINT referral_offer_pk PRIMARY KEY (program, code),
    CONSTRAINT referral_offer_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,30}$'),
    CONSTRAINT referral_offer_referrer_fk FOREIGN KEY (program, referrer_activity) REFERENCES activity (program, code),
    CONSTRAINT referral_offer_referee_fk FOREIGN KEY (program, referee_activity) REFERENCES activity (program, code),
    CONSTRAINT referral_offer_terms CHECK (least_minor > 0 AND within_days BETWEEN 1 AND 366),
    CONSTRAINT referral_offer_valid CHECK (valid_to > valid_from)
);

-- Who brought whom. It is looked at when it is due: after a purchase, after a refund, and once a day.
CREATE TABLE referral (
    id           uuid        NOT NULL,
    program      text        NOT NULL,
    offer        text        NOT NULL,
    referrer     text        NOT NULL,
    referee      text        NOT NULL,
    state        text        NOT NULL DEFAULT 'OPEN',
    reason       text,
    purchase_id  uuid,
    referrer_tx  uuid,
    referee_tx   uuid,
    actor        text        NOT NULL,
    created_at   timestamptz NOT NULL,
    due_at       timestamptz,
    CONSTRAINT referral_pk PRIMARY KEY (id),
    CONSTRAINT referral_once UNIQUE (program, referee),
    CONSTRAINT referral_offer_fk FOREIGN KEY (program, offer) REFERENCES referral_offer (program, code),
    CONSTRAINT referral_of_others CHECK (referrer <> referee),
    CONSTRAINT referral_state CHECK (state IN ('OPEN', 'EARNED', 'REFUSED', 'LAPSED', 'REVERSED')),
    CONSTRAINT referral_purchase CHECK ((state IN ('EARNED', 'REVERSED')) = (purchase_id IS NOT NULL)),
    CONSTRAINT referral_earned CHECK ((state IN ('EARNED', 'REVERSED')) = (num_nonnulls(referrer_tx, referee_tx) > 0)),
    CONSTRAINT referral_reason CHECK ((state = 'REFUSED') = (reason IS NOT NULL)),
    CONSTRAINT referral_due CHECK (state <> 'OPEN' OR due_at IS NOT NULL)
) WITH (fillfactor = 80);

-- Serves what is to be looked at.
CREATE INDEX referral_due_idx ON referral (due_at) WHERE due_at IS NOT NULL;

-- Serves what a purchase may decide.
CREATE INDEX referral_referee_idx ON referral (referee);

-- Serves those a member brought.
CREATE INDEX referral_referrer_idx ON referral (referrer, id);

CREATE FUNCTION referral_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('OPEN', 'EARNED'), ('OPEN', 'REFUSED'), ('OPEN', 'LAPSED'), ('EARNED', 'REVERSED')
    ) THEN
        RAISE EXCEPTION 'a referral does not go that way' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.program, NEW.offer, NEW.referrer, NEW.referee, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.program, OLD.offer, OLD.referrer, OLD.referee, OLD.created_at) THEN
        RAISE EXCEPTION 'a referral stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER referral_goes_forward BEFORE UPDATE ON referral FOR EACH ROW EXECUTE FUNCTION referral_goes_forward();

REVOKE DELETE ON referral_offer, referral FROM ${app_role};
