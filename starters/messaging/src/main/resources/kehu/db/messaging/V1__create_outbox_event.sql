-- Events that are committed and not yet confirmed by the broker. Rows leave in the order of their ids, as far as the broker takes them.
CREATE TABLE outbox_event (
    id              uuid        NOT NULL DEFAULT uuidv7(),
    exchange        text        NOT NULL DEFAULT 'kehu.events',
    topic           text        NOT NULL,
    subject         text        NOT NULL,
    subject_version bigint      NOT NULL,
    payload         jsonb,
    raw             bytea,
    headers         jsonb       NOT NULL DEFAULT '{}',
    traceparent     text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT '-infinity',
    CONSTRAINT outbox_event_pk PRIMARY KEY (id),
    CONSTRAINT outbox_event_has_one_body CHECK (num_nonnulls(payload, raw) = 1)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
