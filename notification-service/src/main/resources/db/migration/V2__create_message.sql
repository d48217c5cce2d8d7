-- One wish to reach one customer. Holds no address and no rendered text; parameters are numbers, codes and times.
CREATE TABLE message (
    id              uuid        NOT NULL,
    dedupe_key      text        NOT NULL,
    purpose         text        NOT NULL,
    priority        smallint    NOT NULL,
    customer_number text        NOT NULL,
    channel         text        NOT NULL,
    template        text        NOT NULL,
    parameters      jsonb       NOT NULL,
    not_before      timestamptz,
    expires_at      timestamptz NOT NULL,
    state           text        NOT NULL,
    reason          text,
    due_at          timestamptz NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    failures        integer     NOT NULL DEFAULT 0,
    lease           uuid,
    leased_until    timestamptz NOT NULL DEFAULT '-infinity',
    source          text        NOT NULL,
    requested_by    text        NOT NULL,
    traceparent     text,
    version         bigint      NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT message_pk PRIMARY KEY (id),
    -- Serves the look-up of a repeated request, and makes a second message for one key impossible.
    CONSTRAINT message_dedupe_key_unique UNIQUE (dedupe_key),
    CONSTRAINT message_template_fk FOREIGN KEY (template) REFERENCES template (key),
    CONSTRAINT message_purpose CHECK (purpose IN ('OTP', 'TRANSACTIONAL', 'SERVICE', 'CARE', 'SURVEY', 'MARKETING')),
    CONSTRAINT message_channel CHECK (channel IN ('EMAIL', 'SMS', 'WECHAT', 'INBOX')),
    CONSTRAINT message_number_form CHECK (customer_number ~ '^[0-9A-Z]{4,40}$'),
    CONSTRAINT message_state CHECK (state IN (
        'ACCEPTED', 'DEFERRED', 'READY', 'SUPPRESSED', 'DISPATCHING', 'SENT', 'DELIVERED', 'FAILED', 'UNKNOWN', 'ABANDONED')),
    CONSTRAINT message_reason_where_needed CHECK (reason IS NOT NULL OR state NOT IN ('SUPPRESSED', 'FAILED')),
    CONSTRAINT message_parameters_form CHECK (jsonb_typeof(parameters) = 'object')
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- Serves the list of a customer's messages, newest first.
CREATE INDEX message_customer_number_idx ON message (customer_number, id DESC);

-- Serves the workers: what waits, most urgent first.
CREATE INDEX message_waiting_idx ON message (channel, priority, due_at, id) WHERE state IN ('ACCEPTED', 'DEFERRED', 'READY');

-- Serves the search for sends nobody heard the end of, and their counts.
CREATE INDEX message_open_idx ON message (state, updated_at) WHERE state IN ('DISPATCHING', 'UNKNOWN');

-- Versions of the facts told about customers: each greater than the one before.
CREATE SEQUENCE message_fact_version;

-- What was asked for never changes; only the fate of the message does.
REVOKE UPDATE, DELETE ON message FROM ${app_role};
GRANT UPDATE (state, reason, due_at, attempts, failures, lease, leased_until, version, updated_at) ON message TO ${app_role};
