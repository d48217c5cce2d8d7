-- The timeline: what happened with a customer, from all services. Append-only, a partition per month.
CREATE TABLE interaction (
    number      text        NOT NULL,
    at          timestamptz NOT NULL,
    id          uuid        NOT NULL,
    kind        text        NOT NULL,
    source      text        NOT NULL,
    ref         text,
    payload     jsonb       NOT NULL,
    traceparent text,
    CONSTRAINT interaction_pk PRIMARY KEY (number, at, id)
) PARTITION BY RANGE (at);
