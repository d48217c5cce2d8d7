-- Who recorded a word, which text the customer was shown, and what proves it.
ALTER TABLE consent
    ADD COLUMN actor    text,
    ADD COLUMN notice   text,
    ADD COLUMN evidence bytea,
    ADD CONSTRAINT consent_notice CHECK (length(notice) BETWEEN 1 AND 100);

-- Every word there ever was. What was taken back with the import or the merge that brought it is UNSAID.
CREATE TABLE consent_event (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    number      text        NOT NULL,
    channel     text        NOT NULL,
    purpose     text        NOT NULL,
    state       text        NOT NULL,
    source      text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor       text,
    notice      text,
    evidence    bytea,
    CONSTRAINT consent_event_pk PRIMARY KEY (id),
    CONSTRAINT consent_event_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT consent_event_state CHECK (state IN ('GRANTED', 'WITHDRAWN', 'UNSAID'))
);

-- Serves a customer's history, newest first.
CREATE INDEX consent_event_number_idx ON consent_event (number, id);

INSERT INTO consent_event (number, channel, purpose, state, source, at, recorded_at)
SELECT number, channel, purpose, state, source, at, at FROM consent ORDER BY at;

-- Whoever changes the standing word, and however, leaves it here.
CREATE FUNCTION consent_is_remembered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO consent_event (number, channel, purpose, state, source, at)
        SELECT number, channel, purpose, 'UNSAID', source, now() FROM words;
    ELSE
        INSERT INTO consent_event (number, channel, purpose, state, source, at, actor, notice, evidence)
        SELECT number, channel, purpose, state, source, at, actor, notice, evidence FROM words;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER consent_said AFTER INSERT ON consent
    REFERENCING NEW TABLE AS words FOR EACH STATEMENT EXECUTE FUNCTION consent_is_remembered();
CREATE TRIGGER consent_changed AFTER UPDATE ON consent
    REFERENCING NEW TABLE AS words FOR EACH STATEMENT EXECUTE FUNCTION consent_is_remembered();
CREATE TRIGGER consent_unsaid AFTER DELETE ON consent
    REFERENCING OLD TABLE AS words FOR EACH STATEMENT EXECUTE FUNCTION consent_is_remembered();

REVOKE UPDATE, DELETE ON consent_event FROM ${app_role};
