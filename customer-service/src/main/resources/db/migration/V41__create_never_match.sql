-- Customers a person has looked at and found to be two. Remembered for ever: later runs and checks leave them out.
CREATE TABLE never_match (
    number_a   text        NOT NULL,
    number_b   text        NOT NULL,
    reason     text        NOT NULL,
    decided_by text        NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT never_match_pk PRIMARY KEY (number_a, number_b),
    CONSTRAINT never_match_a_fk FOREIGN KEY (number_a) REFERENCES customer (number),
    CONSTRAINT never_match_b_fk FOREIGN KEY (number_b) REFERENCES customer (number),
    CONSTRAINT never_match_order CHECK (number_a COLLATE "C" < number_b COLLATE "C"),
    CONSTRAINT never_match_reason CHECK (length(reason) BETWEEN 1 AND 300)
);

-- Serves the check of a customer against those it is known not to be, together with the primary key.
CREATE INDEX never_match_b_idx ON never_match (number_b);

REVOKE UPDATE, DELETE ON never_match FROM ${app_role};
