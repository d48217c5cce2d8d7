-- Which fields changed in which version, by whom. Names of fields, never values.
CREATE TABLE customer_change (
    number  text        NOT NULL,
    version bigint      NOT NULL,
    fields  text[]      NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    actor   text        NOT NULL,
    CONSTRAINT customer_change_pk PRIMARY KEY (number, version),
    CONSTRAINT customer_change_customer_fk FOREIGN KEY (number) REFERENCES customer (number)
);

REVOKE UPDATE, DELETE ON customer_change FROM ${app_role};
