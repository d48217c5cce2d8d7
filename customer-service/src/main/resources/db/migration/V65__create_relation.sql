-- Who is what to whom: from_number's <type> is to_number. A household has no direction and is written from the smaller number.
CREATE TABLE relation (
    id          uuid        NOT NULL,
    from_number text        NOT NULL,
    to_number   text        NOT NULL,
    type        text        NOT NULL,
    source      text        NOT NULL,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT relation_pk PRIMARY KEY (id),
    CONSTRAINT relation_once UNIQUE (from_number, to_number, type),
    CONSTRAINT relation_from_fk FOREIGN KEY (from_number) REFERENCES customer (number),
    CONSTRAINT relation_to_fk FOREIGN KEY (to_number) REFERENCES customer (number),
    CONSTRAINT relation_type CHECK (type IN ('HOUSEHOLD', 'EMPLOYER', 'REFERRER', 'PARTNER_CONTACT')),
    CONSTRAINT relation_not_to_self CHECK (from_number <> to_number),
    CONSTRAINT relation_household_order CHECK (type <> 'HOUSEHOLD' OR from_number < to_number)
);

-- Serves a customer's relations from the other end, and the walk along a chain is served by relation_once.
CREATE INDEX relation_to_idx ON relation (to_number, id);

-- Serves a customer's relations from this end, page by page.
CREATE INDEX relation_from_idx ON relation (from_number, id);

-- Nobody was brought in by two; the index is what stops a race.
CREATE UNIQUE INDEX relation_one_referrer ON relation (from_number) WHERE type = 'REFERRER';

REVOKE UPDATE ON relation FROM ${app_role};
