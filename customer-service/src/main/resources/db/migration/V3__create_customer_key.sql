-- What makes two records certainly the same person: one phone under one name, as 128 keyed bits. The primary key is what stops two
-- parallel registrations of one person, whatever the code does.
CREATE TABLE customer_key (
    kind     text   NOT NULL,
    token    bigint NOT NULL,
    token2   bigint NOT NULL,
    number   text   NOT NULL,
    CONSTRAINT customer_key_pk PRIMARY KEY (kind, token, token2),
    CONSTRAINT customer_key_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT customer_key_kind CHECK (kind IN ('PHONE_NAME', 'EMAIL_NAME'))
);

-- Serves the replacement of a customer's keys when name or contacts change.
CREATE INDEX customer_key_number_idx ON customer_key (number);
