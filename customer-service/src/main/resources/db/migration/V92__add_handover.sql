-- Handovers: all customers of somebody who leaves go to another person, to a team, or into a pool.
ALTER TABLE bulk_job
    DROP CONSTRAINT bulk_job_kind,
    ADD COLUMN from_owner text,
    ADD COLUMN to_owner   text,
    ADD COLUMN to_team    text,
    ADD COLUMN to_pool    text,
    ADD COLUMN reason     text,
    ADD CONSTRAINT bulk_job_kind CHECK (kind IN ('APPLY_TAG', 'REMOVE_TAG', 'HANDOVER')),
    ADD CONSTRAINT bulk_job_handover CHECK (
        (kind = 'HANDOVER') = (from_owner IS NOT NULL) AND (kind = 'HANDOVER') = (reason IS NOT NULL)),
    ADD CONSTRAINT bulk_job_one_heir CHECK (
        (kind = 'HANDOVER') = ((to_owner IS NOT NULL OR to_team IS NOT NULL) <> (to_pool IS NOT NULL))),
    ADD CONSTRAINT bulk_job_other_heir CHECK (to_owner <> from_owner),
    ADD CONSTRAINT bulk_job_reason CHECK (length(reason) BETWEEN 1 AND 500);

-- One handover of a person at a time: two heirs would share what each was promised whole.
CREATE UNIQUE INDEX bulk_job_handover_unique ON bulk_job (from_owner) WHERE state = 'RUNNING';
