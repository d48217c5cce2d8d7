-- What a customer agreed to, per channel and purpose: the latest word. Nothing said means no for marketing.
CREATE TABLE consent (
    number  text        NOT NULL,
    channel text        NOT NULL,
    purpose text        NOT NULL,
    state   text        NOT NULL,
    source  text        NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT consent_pk PRIMARY KEY (number, channel, purpose),
    CONSTRAINT consent_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT consent_channel CHECK (channel IN ('EMAIL', 'SMS', 'PHONE', 'WECHAT')),
    CONSTRAINT consent_purpose CHECK (purpose IN ('MARKETING', 'CARE', 'SURVEY')),
    CONSTRAINT consent_state CHECK (state IN ('GRANTED', 'WITHDRAWN'))
);
