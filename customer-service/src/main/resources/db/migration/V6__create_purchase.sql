-- The natural key of a purchase, over all months: an order is recorded once.
CREATE TABLE purchase_key (
    channel      text        NOT NULL,
    order_no     text        NOT NULL,
    purchase_id  uuid        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    content_hash bytea       NOT NULL,
    CONSTRAINT purchase_key_pk PRIMARY KEY (channel, order_no),
    CONSTRAINT purchase_key_channel CHECK (channel IN ('POS', 'WEB', 'APP', 'PHONE', 'OTHER'))
);

CREATE TABLE purchase (
    id           uuid        NOT NULL,
    number       text        NOT NULL,
    channel      text        NOT NULL,
    order_no     text        NOT NULL,
    store        text,
    occurred_at  timestamptz NOT NULL,
    currency     text        NOT NULL,
    amount_minor bigint      NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT purchase_pk PRIMARY KEY (occurred_at, id),
    CONSTRAINT purchase_amount CHECK (amount_minor >= 0),
    CONSTRAINT purchase_currency CHECK (currency ~ '^[A-Z]{3}$')
) PARTITION BY RANGE (occurred_at);

-- Serves a customer's purchases, newest first.
CREATE INDEX purchase_number_idx ON purchase (number, occurred_at DESC, id DESC);

-- What was given back is counted on the line itself, so that nobody can give back more than was bought.
CREATE TABLE purchase_line (
    purchase_id       uuid           NOT NULL,
    occurred_at       timestamptz    NOT NULL,
    line_no           integer        NOT NULL,
    product           text           NOT NULL,
    category          text           NOT NULL DEFAULT '',
    quantity          numeric(14, 3) NOT NULL,
    amount_minor      bigint         NOT NULL,
    refunded_quantity numeric(14, 3) NOT NULL DEFAULT 0,
    refunded_minor    bigint         NOT NULL DEFAULT 0,
    CONSTRAINT purchase_line_pk PRIMARY KEY (occurred_at, purchase_id, line_no),
    CONSTRAINT purchase_line_amount CHECK (amount_minor >= 0 AND quantity > 0),
    CONSTRAINT purchase_line_refund CHECK (
        refunded_quantity BETWEEN 0 AND quantity AND refunded_minor BETWEEN 0 AND amount_minor)
) PARTITION BY RANGE (occurred_at);

CREATE TABLE refund (
    id           uuid        NOT NULL,
    channel      text        NOT NULL,
    refund_no    text        NOT NULL,
    purchase_id  uuid        NOT NULL,
    number       text        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    amount_minor bigint      NOT NULL,
    content_hash bytea       NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT refund_pk PRIMARY KEY (id),
    CONSTRAINT refund_natural_key UNIQUE (channel, refund_no),
    CONSTRAINT refund_amount CHECK (amount_minor >= 0)
);

-- Serves a purchase with its refunds.
CREATE INDEX refund_purchase_idx ON refund (purchase_id);
