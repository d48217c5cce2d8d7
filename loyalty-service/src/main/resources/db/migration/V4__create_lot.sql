-- Points earned together, with their own expiry. What is left of them adds up to the member's balance.
CREATE TABLE points_lot (
    id           uuid        NOT NULL,
    account      bigint      NOT NULL,
    earn_tx      uuid        NOT NULL,
    initial      bigint      NOT NULL,
    remaining    bigint      NOT NULL,
    held         bigint      NOT NULL DEFAULT 0,
    state        text        NOT NULL DEFAULT 'ACTIVE',
    activates_at timestamptz NOT NULL,
    expires_at   timestamptz,
    business_ref text        NOT NULL,
    CONSTRAINT points_lot_pk PRIMARY KEY (id),
    CONSTRAINT points_lot_account_fk FOREIGN KEY (account) REFERENCES points_account (id),
    CONSTRAINT points_lot_earn_unique UNIQUE (earn_tx),
    CONSTRAINT points_lot_amounts CHECK (0 <= held AND held <= remaining AND remaining <= initial AND initial > 0),
    CONSTRAINT points_lot_state CHECK (state IN ('PENDING', 'ACTIVE', 'EXHAUSTED', 'EXPIRED', 'REVERSED')),
    CONSTRAINT points_lot_closed_is_empty CHECK (state IN ('PENDING', 'ACTIVE') OR remaining = 0)
) WITH (fillfactor = 80);

-- Serves spending and expiry: what expires first.
CREATE INDEX points_lot_spend_idx ON points_lot (account, expires_at NULLS LAST, id) WHERE remaining > 0;
