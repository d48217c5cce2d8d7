-- The answer to a POST that may be repeated, written in the transaction of its effect. Holds no personal data: answers are masked.
CREATE TABLE idempotency_key (
    caller       text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       smallint    NOT NULL,
    location     text,
    etag         text,
    body         jsonb,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_key_pk PRIMARY KEY (caller, key),
    CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 255)
);

-- Serves the daily clean-up of keys older than their retention.
CREATE INDEX idempotency_key_created_at_idx ON idempotency_key (created_at);
