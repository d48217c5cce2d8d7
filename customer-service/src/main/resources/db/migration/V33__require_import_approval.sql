-- Many changes at once need a second person; the database holds to it too.
ALTER TABLE import_job
    DROP CONSTRAINT import_job_state,
    ADD COLUMN planned         integer NOT NULL DEFAULT 0,
    ADD COLUMN changes         integer NOT NULL DEFAULT 0,
    ADD COLUMN approval_needed boolean NOT NULL DEFAULT false,
    ADD COLUMN approved_by     text,
    ADD COLUMN approved_at     timestamptz,
    ADD CONSTRAINT import_job_state CHECK (state IN
        ('UPLOADED', 'CHECKING', 'CHECKED', 'APPROVED', 'APPLYING', 'APPLIED', 'FAILED', 'CANCELLED', 'UNDOING', 'UNDONE')),
    ADD CONSTRAINT import_job_second_person CHECK (approved_by <> created_by),
    ADD CONSTRAINT import_job_approval_whole CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    ADD CONSTRAINT import_job_approved CHECK (approved_by IS NOT NULL OR state <> 'APPROVED'),
    ADD CONSTRAINT import_job_not_without_approval CHECK (
        approved_by IS NOT NULL OR NOT approval_needed OR state NOT IN ('APPLYING', 'APPLIED'));
