-- Who did or saw what. Written in the transaction of the deed; nobody changes or deletes an entry.
CREATE TABLE audit_entry (
    id                  uuid        NOT NULL DEFAULT uuidv7(),
    at                  timestamptz NOT NULL DEFAULT now(),
    actor               text        NOT NULL,
    originating_subject text        NOT NULL,
    action              text        NOT NULL,
    object              text        NOT NULL,
    fields              text[]      NOT NULL DEFAULT '{}',
    purpose             text,
    reason              text,
    decision            text        NOT NULL DEFAULT 'ALLOWED',
    request_id          text,
    CONSTRAINT audit_entry_pk PRIMARY KEY (id),
    CONSTRAINT audit_entry_decision CHECK (decision IN ('ALLOWED', 'REFUSED'))
);

-- Serves "who has seen this customer", newest first.
CREATE INDEX audit_entry_object_idx ON audit_entry (object, id DESC);

REVOKE ALL ON audit_entry FROM ${app_role};
GRANT SELECT, INSERT ON audit_entry TO ${app_role};

CREATE FUNCTION audit_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are final' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_final();
