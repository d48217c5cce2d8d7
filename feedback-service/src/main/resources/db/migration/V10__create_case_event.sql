-- Everything that happened to a case; its state and its clocks can be rebuilt from here. Holds no texts.
CREATE TABLE case_event (
    case_no     text        NOT NULL,
    seq         integer     NOT NULL,
    type        text        NOT NULL,
    actor       text        NOT NULL,
    at          timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    version     bigint      NOT NULL,
    payload     jsonb       NOT NULL,
    CONSTRAINT case_event_pk PRIMARY KEY (case_no, seq),
    CONSTRAINT case_event_complaint_fk FOREIGN KEY (case_no) REFERENCES complaint (case_no),
    CONSTRAINT case_event_type CHECK (
        type IN ('OPENED', 'TRIAGED', 'ASSIGNED', 'REPLIED', 'WAITING', 'RESUMED', 'RESOLVED', 'CONFIRMED', 'AUTO_CONFIRMED',
            'REOPENED', 'WITHDRAWN', 'CLOSED', 'LINKED', 'BREACHED'))
);

REVOKE UPDATE, DELETE ON case_event FROM ${app_role};

-- What was said in those events, sealed. Sealed anew when a customer is linked, which is why it is a table of its own.
CREATE TABLE case_text (
    case_no text    NOT NULL,
    seq     integer NOT NULL,
    kind    text    NOT NULL,
    body    bytea   NOT NULL,
    CONSTRAINT case_text_pk PRIMARY KEY (case_no, seq, kind),
    CONSTRAINT case_text_event_fk FOREIGN KEY (case_no, seq) REFERENCES case_event (case_no, seq),
    CONSTRAINT case_text_kind CHECK (kind IN ('REPLY', 'REASON', 'ROOT_CAUSE', 'ACTION_TAKEN'))
);

REVOKE DELETE ON case_text FROM ${app_role};
