CREATE TABLE note (
    id     integer GENERATED ALWAYS AS IDENTITY,
    number text    NOT NULL,
    CONSTRAINT note_pk PRIMARY KEY (id)
);

-- Serves the notes of a customer.
CREATE INDEX note_number_idx ON note (number);
