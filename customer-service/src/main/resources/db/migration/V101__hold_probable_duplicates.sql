-- Rows that would register somebody who is probably there already wait for a person's word.
ALTER TABLE import_job
    ADD COLUMN duplicate_check text NOT NULL DEFAULT 'PROBABLE',
    ADD CONSTRAINT import_job_duplicate_check CHECK (duplicate_check IN ('PROBABLE', 'CERTAIN'));

ALTER TABLE import_row
    DROP CONSTRAINT import_row_verdict,
    ADD CONSTRAINT import_row_verdict CHECK (verdict IN
        ('CREATE', 'UPDATE', 'UNCHANGED', 'CONFLICT', 'DUPLICATE', 'PROBABLE_DUPLICATE', 'REJECTED'));
