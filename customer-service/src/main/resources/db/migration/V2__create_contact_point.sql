-- Phones and mail addresses, many per customer, the preferred one first.
CREATE TABLE contact_point (
    number     text        NOT NULL,
    kind       text        NOT NULL,
    position   smallint    NOT NULL,
    value      bytea       NOT NULL,
    label      text,
    source     text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT contact_point_pk PRIMARY KEY (number, kind, position),
    CONSTRAINT contact_point_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT contact_point_kind CHECK (kind IN ('PHONE', 'EMAIL')),
    CONSTRAINT contact_point_position CHECK (position BETWEEN 0 AND 19),
    CONSTRAINT contact_point_label CHECK (length(label) <= 40)
);
