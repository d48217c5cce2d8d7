CREATE TABLE note (
    id     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    number text   NOT NULL,
    words  bytea  NOT NULL,
    CONSTRAINT note_pk PRIMARY KEY (id)
);
