-- Every verdict of every gate over a message: why it was sent, or not.
CREATE TABLE decision (
    message_id   uuid        NOT NULL,
    id           bigint      GENERATED ALWAYS AS IDENTITY,
    gate         text        NOT NULL,
    verdict      text        NOT NULL,
    reason       text,
    detail       text,
    rule_version text        NOT NULL,
    at           timestamptz NOT NULL,
    -- Serves the explanation of one message, in the order of the verdicts.
    CONSTRAINT decision_pk PRIMARY KEY (message_id, id),
    CONSTRAINT decision_message_fk FOREIGN KEY (message_id) REFERENCES message (id),
    CONSTRAINT decision_verdict CHECK (verdict IN ('ALLOWED', 'REFUSED', 'DEFERRED')),
    CONSTRAINT decision_reason_where_needed CHECK (reason IS NOT NULL OR verdict = 'ALLOWED')
);

REVOKE UPDATE, DELETE ON decision FROM ${app_role};
