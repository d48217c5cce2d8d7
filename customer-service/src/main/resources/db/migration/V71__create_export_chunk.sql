-- Rows of a file, up to 500 at a time, sealed with the export's own key; the file is made of them as it is downloaded.
CREATE TABLE export_chunk (
    export_id uuid    NOT NULL,
    position  integer NOT NULL,
    rows      integer NOT NULL,
    data      bytea   NOT NULL,
    CONSTRAINT export_chunk_pk PRIMARY KEY (export_id, position),
    CONSTRAINT export_chunk_job_fk FOREIGN KEY (export_id) REFERENCES export_job (id),
    CONSTRAINT export_chunk_rows CHECK (rows BETWEEN 1 AND 500)
);

REVOKE UPDATE ON export_chunk FROM ${app_role};

-- Nothing is added to a file that is not being made, and nothing is left out or made twice: a chunk comes where the job says it has come to.
CREATE FUNCTION export_chunk_in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM export_job WHERE id = NEW.export_id AND state = 'RUNNING' AND chunks = NEW.position FOR UPDATE
    ) THEN
        RAISE EXCEPTION 'chunk % of export % is out of turn', NEW.position, NEW.export_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER export_chunk_in_turn BEFORE INSERT ON export_chunk
    FOR EACH ROW EXECUTE FUNCTION export_chunk_in_turn();
