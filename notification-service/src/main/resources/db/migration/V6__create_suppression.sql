-- Addresses nothing may be sent to, as keyed tokens: they outlive the customer's record and its re-import, and tell nobody the address.
CREATE TABLE suppression (
    id            uuid        NOT NULL,
    channel       text        NOT NULL,
    address_token bigint      NOT NULL,
    scope         text        NOT NULL,
    reason        text        NOT NULL,
    until         timestamptz,
    version       bigint      NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL,
    created_by    text        NOT NULL,
    CONSTRAINT suppression_pk PRIMARY KEY (id),
    -- Serves the gate: is this address suppressed.
    CONSTRAINT suppression_address_unique UNIQUE (channel, address_token, scope),
    CONSTRAINT suppression_channel CHECK (channel IN ('EMAIL', 'SMS', 'WECHAT', 'INBOX')),
    CONSTRAINT suppression_scope CHECK (scope IN ('ALL', 'MARKETING')),
    CONSTRAINT suppression_reason CHECK (
        reason IN ('HARD_BOUNCE', 'COMPLAINT', 'UNSUBSCRIBED', 'REPLY', 'INVALID', 'MANUAL'))
);
