-- What the sample's operations work on.
CREATE TABLE thing (
    id       bigint GENERATED ALWAYS AS IDENTITY,
    name     text   NOT NULL,
    quantity bigint NOT NULL,
    colour   text,
    version  bigint NOT NULL DEFAULT 1,
    CONSTRAINT thing_pk PRIMARY KEY (id)
);
