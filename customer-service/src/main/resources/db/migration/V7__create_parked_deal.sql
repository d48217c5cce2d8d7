-- Purchases whose customer, and refunds whose purchase, is not known yet. Nothing is dropped: they wait here until it is.
CREATE TABLE parked_deal (
    id              uuid        NOT NULL,
    kind            text        NOT NULL,
    channel         text        NOT NULL,
    natural_no      text        NOT NULL,
    order_no        text        NOT NULL,
    reason          text        NOT NULL,
    external_system text,
    external_id     bytea,
    body            jsonb       NOT NULL,
    parked_at       timestamptz NOT NULL DEFAULT now(),
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    attempts        integer     NOT NULL DEFAULT 0,
    CONSTRAINT parked_deal_pk PRIMARY KEY (id),
    CONSTRAINT parked_deal_natural_key UNIQUE (kind, channel, natural_no),
    CONSTRAINT parked_deal_kind CHECK (kind IN ('PURCHASE', 'REFUND')),
    CONSTRAINT parked_deal_reason CHECK (reason IN ('NO_CUSTOMER', 'UNKNOWN_CUSTOMER', 'UNKNOWN_PURCHASE'))
);

-- Serves the refunds that wait for a purchase that has just come.
CREATE INDEX parked_deal_order_idx ON parked_deal (channel, order_no) WHERE kind = 'REFUND';

-- Serves the periodic look for customers that have become known.
CREATE INDEX parked_deal_due_idx ON parked_deal (next_attempt_at) WHERE reason = 'UNKNOWN_CUSTOMER';
