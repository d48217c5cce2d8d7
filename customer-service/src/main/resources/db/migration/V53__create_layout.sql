-- How a record is laid out for whom: sections of fields, checked against the catalogue when written.
CREATE TABLE layout (
    name       text        NOT NULL,
    label_zh   text        NOT NULL,
    label_en   text        NOT NULL,
    sections   jsonb       NOT NULL,
    version    bigint      NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT layout_pk PRIMARY KEY (name),
    CONSTRAINT layout_name_form CHECK (name ~ '^[a-z][a-z0-9-]{0,39}$'),
    CONSTRAINT layout_sections CHECK (jsonb_typeof(sections) = 'array')
);
