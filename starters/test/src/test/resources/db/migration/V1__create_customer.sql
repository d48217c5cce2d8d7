-- Classified as a service should.
CREATE TABLE sample_customer (
    number text  NOT NULL,
    name   bytea NOT NULL,
    CONSTRAINT sample_customer_pk PRIMARY KEY (number)
);
