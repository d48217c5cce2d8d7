-- A merged member gets the status back that it had.
ALTER TABLE member ADD COLUMN status_before text;
ALTER TABLE member ADD CONSTRAINT member_status_before CHECK (status_before IN ('ACTIVE', 'SUSPENDED', 'CLOSED'));
ALTER TABLE member ADD CONSTRAINT member_merged_remembers CHECK ((status = 'MERGED') = (status_before IS NOT NULL));
