-- Fields administrators define. They are retired, never deleted: values and changes name their codes.
CREATE TABLE custom_field (
    code        text        NOT NULL,
    label_zh    text        NOT NULL,
    label_en    text        NOT NULL,
    type        text        NOT NULL,
    class       text        NOT NULL,
    rules       jsonb       NOT NULL DEFAULT '{}',
    dictionary  text,
    visible_to  text[]      NOT NULL,
    editable_by text[]      NOT NULL,
    searchable  boolean     NOT NULL,
    importable  boolean     NOT NULL,
    position    integer     NOT NULL,
    state       text        NOT NULL DEFAULT 'ACTIVE',
    used        boolean     NOT NULL DEFAULT false,
    version     bigint      NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT custom_field_pk PRIMARY KEY (code),
    CONSTRAINT custom_field_dictionary_fk FOREIGN KEY (dictionary) REFERENCES dictionary (code),
    CONSTRAINT custom_field_code_form CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT custom_field_label CHECK (length(label_zh) BETWEEN 1 AND 100 AND length(label_en) BETWEEN 1 AND 100),
    CONSTRAINT custom_field_type CHECK (type IN
        ('TEXT', 'NUMBER', 'MONEY', 'DATE', 'CHOICE', 'MULTI_CHOICE', 'REFERENCE')),
    CONSTRAINT custom_field_class CHECK (class IN ('PUBLIC', 'INTERNAL', 'PERSONAL', 'SENSITIVE')),
    CONSTRAINT custom_field_choice CHECK ((dictionary IS NOT NULL) = (type IN ('CHOICE', 'MULTI_CHOICE'))),
    -- Few values under one keyed token would be told by their frequency.
    CONSTRAINT custom_field_tokens CHECK (
        NOT searchable OR class IN ('PUBLIC', 'INTERNAL') OR type IN ('TEXT', 'REFERENCE')),
    CONSTRAINT custom_field_visible CHECK (cardinality(visible_to) > 0),
    CONSTRAINT custom_field_position CHECK (position BETWEEN 0 AND 9999),
    CONSTRAINT custom_field_state CHECK (state IN ('ACTIVE', 'RETIRED')),
    CONSTRAINT custom_field_version CHECK (version > 0)
);

-- Another token whenever fields or dictionaries change: who holds a copy of the catalogue asks whether it still counts. A counter would
-- come again after a rollback.
CREATE TABLE catalogue_state (
    single  boolean NOT NULL DEFAULT true,
    version uuid    NOT NULL DEFAULT gen_random_uuid(),
    CONSTRAINT catalogue_state_pk PRIMARY KEY (single),
    CONSTRAINT catalogue_state_single CHECK (single)
);

INSERT INTO catalogue_state DEFAULT VALUES;

-- What is stored was checked, sealed and indexed by type and class: they stay once there are values.
CREATE FUNCTION custom_field_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.used AND (
            NEW.type <> OLD.type OR NEW.class <> OLD.class OR NOT NEW.used
            OR NEW.dictionary IS DISTINCT FROM OLD.dictionary
            OR (NEW.searchable <> OLD.searchable AND NEW.class IN ('PERSONAL', 'SENSITIVE'))) THEN
        RAISE EXCEPTION 'custom field % has values', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'ACTIVE' AND (SELECT count(*) FROM custom_field WHERE state = 'ACTIVE' AND code <> NEW.code) >= 200 THEN
        RAISE EXCEPTION 'more than 200 active custom fields' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER custom_field_guard BEFORE INSERT OR UPDATE ON custom_field
    FOR EACH ROW EXECUTE FUNCTION custom_field_guard();

REVOKE DELETE ON custom_field FROM ${app_role};
REVOKE INSERT, DELETE ON catalogue_state FROM ${app_role};
