-- One row per event a consumer has handled, inserted in the transaction of the effect: the second insert of a duplicate does nothing.
CREATE TABLE inbox_event (
    consumer    text        NOT NULL,
    event_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inbox_event_pk PRIMARY KEY (consumer, event_id)
);

-- Serves the daily clean-up.
CREATE INDEX inbox_event_received_at_idx ON inbox_event USING brin (received_at);

-- Events whose handler failed: parked here, so that others flow on, and tried again at their time. Attempts are counted here because
-- brokers of different versions count differently.
CREATE TABLE inbox_retry (
    consumer        text        NOT NULL,
    event_id        uuid        NOT NULL,
    body            bytea       NOT NULL,
    attempts        integer     NOT NULL,
    reason          text        NOT NULL,
    first_failed_at timestamptz NOT NULL DEFAULT now(),
    next_attempt_at timestamptz NOT NULL,
    CONSTRAINT inbox_retry_pk PRIMARY KEY (consumer, event_id),
    CONSTRAINT inbox_retry_attempts_positive CHECK (attempts > 0)
);

-- Serves the poll for what is due.
CREATE INDEX inbox_retry_next_attempt_at_idx ON inbox_retry (next_attempt_at);
