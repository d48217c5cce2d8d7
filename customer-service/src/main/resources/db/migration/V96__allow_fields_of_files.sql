-- What a file says about somebody is not known, so it is kept as something personal; and nothing finds or imports one.
ALTER TABLE custom_field
    DROP CONSTRAINT custom_field_type,
    ADD CONSTRAINT custom_field_type CHECK (type IN
        ('TEXT', 'NUMBER', 'MONEY', 'DATE', 'CHOICE', 'MULTI_CHOICE', 'REFERENCE', 'FILE')),
    ADD CONSTRAINT custom_field_file CHECK (
        type <> 'FILE' OR (class IN ('PERSONAL', 'SENSITIVE') AND NOT searchable AND NOT importable));
