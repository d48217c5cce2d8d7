-- One try to hand a message to a provider, committed before the provider hears of it.
CREATE TABLE attempt (
    message_id       uuid        NOT NULL,
    n                integer     NOT NULL,
    provider         text        NOT NULL,
    request_ref      text        NOT NULL,
    lease            uuid        NOT NULL,
    provider_id      text,
    template_locale  text        NOT NULL,
    template_version integer     NOT NULL,
    state            text        NOT NULL DEFAULT 'DISPATCHING',
    error_class      text,
    error_code       text,
    started_at       timestamptz NOT NULL,
    ended_at         timestamptz,
    CONSTRAINT attempt_pk PRIMARY KEY (message_id, n),
    CONSTRAINT attempt_message_fk FOREIGN KEY (message_id) REFERENCES message (id),
    -- Serves the look-up by what a provider reports back.
    CONSTRAINT attempt_request_ref_unique UNIQUE (request_ref),
    CONSTRAINT attempt_n_positive CHECK (n > 0),
    CONSTRAINT attempt_state CHECK (state IN ('DISPATCHING', 'SENT', 'FAILED', 'NOT_SENT', 'UNKNOWN'))
);

-- A message that was, or may have been, handed over cannot be tried again, whatever the code does.
CREATE UNIQUE INDEX attempt_possible_send_unique ON attempt (message_id) WHERE state IN ('DISPATCHING', 'SENT', 'UNKNOWN');

REVOKE UPDATE, DELETE ON attempt FROM ${app_role};
GRANT UPDATE (state, provider_id, error_class, error_code, ended_at) ON attempt TO ${app_role};

CREATE FUNCTION attempt_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state || '>' || NEW.state) NOT IN (
        'DISPATCHING>SENT', 'DISPATCHING>FAILED', 'DISPATCHING>NOT_SENT', 'DISPATCHING>UNKNOWN', 'UNKNOWN>SENT', 'UNKNOWN>FAILED',
        'UNKNOWN>NOT_SENT') THEN
        RAISE EXCEPTION 'an attempt moves forward only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER attempt_moves_forward BEFORE UPDATE ON attempt
    FOR EACH ROW EXECUTE FUNCTION attempt_moves_forward();
