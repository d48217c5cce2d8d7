-- A points programme. Its rules of time never change for points that exist.
CREATE TABLE program (
    code         text        NOT NULL,
    name         text        NOT NULL,
    zone         text        NOT NULL,
    valid_months integer     NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT program_pk PRIMARY KEY (code),
    CONSTRAINT program_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,30}$'),
    CONSTRAINT program_valid_months CHECK (valid_months BETWEEN 1 AND 1200)
);
