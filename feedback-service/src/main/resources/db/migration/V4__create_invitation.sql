-- When a customer was last bothered, per class of contact. One row per customer, so that one conditional statement decides who may be asked.
CREATE TABLE contact_pressure (
    customer_number text        NOT NULL,
    class           text        NOT NULL,
    last_at         timestamptz NOT NULL,
    CONSTRAINT contact_pressure_pk PRIMARY KEY (customer_number, class),
    CONSTRAINT contact_pressure_class CHECK (class IN ('SURVEY'))
) WITH (fillfactor = 80);

-- One request to one customer to answer one survey because of one thing that happened. The link's token can be computed from the id by who
-- holds the service's key; only its hash is kept.
CREATE TABLE invitation (
    id              uuid        NOT NULL,
    survey_code     text        NOT NULL,
    survey_version  integer     NOT NULL,
    customer_number text        NOT NULL,
    trigger_type    text        NOT NULL,
    trigger_ref     text        NOT NULL,
    state           text        NOT NULL,
    reason          text,
    token_hash      bytea,
    created_at      timestamptz NOT NULL,
    sent_at         timestamptz,
    opened_at       timestamptz,
    completed_at    timestamptz,
    expires_at      timestamptz NOT NULL,
    CONSTRAINT invitation_pk PRIMARY KEY (id),
    CONSTRAINT invitation_survey_version_fk
        FOREIGN KEY (survey_code, survey_version) REFERENCES survey_version (survey_code, version),
    -- Serves the recognition of a purchase that has its invitation already.
    CONSTRAINT invitation_trigger_unique UNIQUE (survey_code, customer_number, trigger_type, trigger_ref),
    -- Serves the look-up of a link.
    CONSTRAINT invitation_token_hash_unique UNIQUE (token_hash),
    CONSTRAINT invitation_state CHECK (
        state IN ('CREATED', 'SENT', 'OPENED', 'STARTED', 'COMPLETED', 'EXPIRED', 'CANCELLED', 'SUPPRESSED')),
    CONSTRAINT invitation_suppressed_reason CHECK ((state = 'SUPPRESSED') = (reason IS NOT NULL)),
    CONSTRAINT invitation_token CHECK ((state = 'SUPPRESSED') = (token_hash IS NULL)),
    CONSTRAINT invitation_completed CHECK ((state = 'COMPLETED') = (completed_at IS NOT NULL)),
    CONSTRAINT invitation_customer_number_form CHECK (customer_number ~ '^[0-9A-Z]{4,40}$')
);

-- Serves the job that closes links whose time is over.
CREATE INDEX invitation_expiry_idx ON invitation (expires_at)
    WHERE state IN ('CREATED', 'SENT', 'OPENED', 'STARTED');

-- Serves the response rate of a survey over a period.
CREATE INDEX invitation_survey_created_idx ON invitation (survey_code, created_at) INCLUDE (state);

-- Answered once, and never again open: an end is an end.
CREATE FUNCTION invitation_end_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('COMPLETED', 'EXPIRED', 'CANCELLED', 'SUPPRESSED') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'the end of an invitation is final' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER invitation_end_is_final BEFORE UPDATE ON invitation
    FOR EACH ROW EXECUTE FUNCTION invitation_end_is_final();

REVOKE DELETE ON invitation FROM ${app_role};
