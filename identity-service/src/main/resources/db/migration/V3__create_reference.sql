-- Ids other systems know a customer by, as keyed hashes: a WeChat or card id is itself personal.
CREATE TABLE reference (
    system           text        NOT NULL,
    external_id_hash bigint      NOT NULL,
    external_id_check bigint     NOT NULL,
    number           text        NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    created_by       text        NOT NULL,
    CONSTRAINT reference_pk PRIMARY KEY (system, external_id_hash, external_id_check),
    CONSTRAINT reference_system_form CHECK (system ~ '^[a-z][a-z0-9-]{0,30}$')
);

-- Serves "which ids does this customer have elsewhere".
CREATE INDEX reference_number_idx ON reference (number);
