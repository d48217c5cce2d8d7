-- Customers whose keys were destroyed for good. Nobody ever makes a key for one again, so nothing personal can be sealed under that number.
CREATE TABLE erased_subject (
    subject   text        NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT erased_subject_pk PRIMARY KEY (subject)
);

REVOKE UPDATE, DELETE ON erased_subject FROM ${app_role};

CREATE FUNCTION data_key_is_of_nobody_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM made JOIN erased_subject USING (subject)) THEN
        RAISE EXCEPTION 'a subject of these is erased' USING ERRCODE = 'KE001';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER data_key_is_of_nobody_erased AFTER INSERT ON data_key
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION data_key_is_of_nobody_erased();
