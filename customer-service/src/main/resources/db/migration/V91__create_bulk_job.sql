-- Work on many customers that somebody asked for, and how far it has come. Customers are walked in the order of their numbers.
CREATE TABLE bulk_job (
    id               uuid        NOT NULL,
    kind             text        NOT NULL,
    state            text        NOT NULL,
    selection        jsonb       NOT NULL,
    tag              text,
    roles            text[]      NOT NULL,
    reach_everything boolean     NOT NULL,
    reach_teams      text[]      NOT NULL,
    reach_pools      text[]      NOT NULL,
    total            integer     NOT NULL,
    changed          integer     NOT NULL DEFAULT 0,
    unchanged        integer     NOT NULL DEFAULT 0,
    skipped          integer     NOT NULL DEFAULT 0,
    last_number      text,
    failure          text,
    version          bigint      NOT NULL DEFAULT 1,
    created_by       text        NOT NULL,
    created_name     text        NOT NULL,
    created_at       timestamptz NOT NULL,
    finished_at      timestamptz,
    CONSTRAINT bulk_job_pk PRIMARY KEY (id),
    CONSTRAINT bulk_job_tag_fk FOREIGN KEY (tag) REFERENCES tag (code),
    CONSTRAINT bulk_job_kind CHECK (kind IN ('APPLY_TAG', 'REMOVE_TAG')),
    CONSTRAINT bulk_job_tagging CHECK ((kind IN ('APPLY_TAG', 'REMOVE_TAG')) = (tag IS NOT NULL)),
    CONSTRAINT bulk_job_state CHECK (state IN ('RUNNING', 'FINISHED', 'FAILED', 'CANCELLED')),
    CONSTRAINT bulk_job_counts CHECK (total >= 0 AND changed >= 0 AND unchanged >= 0 AND skipped >= 0),
    CONSTRAINT bulk_job_begun CHECK (last_number IS NOT NULL OR changed + unchanged = 0),
    CONSTRAINT bulk_job_end CHECK ((state = 'RUNNING') = (finished_at IS NULL)),
    CONSTRAINT bulk_job_failure CHECK ((state = 'FAILED') = (failure IS NOT NULL))
);

REVOKE DELETE ON bulk_job FROM ${app_role};

-- Serves the list of what somebody asked for, newest first.
CREATE INDEX bulk_job_created_by_idx ON bulk_job (created_by, id);

-- Serves the start of jobs that should be running.
CREATE INDEX bulk_job_running_idx ON bulk_job (id) WHERE state = 'RUNNING';

-- Nobody is done twice and nothing moves once a job has ended.
CREATE FUNCTION bulk_job_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'RUNNING' THEN
        RAISE EXCEPTION 'bulk job % has ended', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.last_number IS DISTINCT FROM OLD.last_number AND NOT (NEW.last_number > coalesce(OLD.last_number, '')) THEN
        RAISE EXCEPTION 'bulk job % goes back', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER bulk_job_goes_on BEFORE UPDATE ON bulk_job
    FOR EACH ROW EXECUTE FUNCTION bulk_job_goes_on();
