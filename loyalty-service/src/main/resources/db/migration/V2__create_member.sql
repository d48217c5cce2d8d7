-- A customer in a programme.
CREATE TABLE member (
    program   text        NOT NULL,
    number    text        NOT NULL,
    status    text        NOT NULL DEFAULT 'ACTIVE',
    opened_at timestamptz NOT NULL DEFAULT now(),
    version   bigint      NOT NULL DEFAULT 1,
    CONSTRAINT member_pk PRIMARY KEY (program, number),
    CONSTRAINT member_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT member_status CHECK (status IN ('ACTIVE', 'SUSPENDED', 'MERGED', 'CLOSED'))
);

-- Serves the look-up of a customer's memberships.
CREATE INDEX member_number_idx ON member (number);
