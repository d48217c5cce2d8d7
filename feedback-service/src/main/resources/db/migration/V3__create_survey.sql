-- Questionnaires. What is asked stands in their versions.
CREATE TABLE survey (
    code              text        NOT NULL,
    published_version integer,
    version           bigint      NOT NULL DEFAULT 1,
    created_at        timestamptz NOT NULL,
    created_by        text        NOT NULL,
    CONSTRAINT survey_pk PRIMARY KEY (code),
    CONSTRAINT survey_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,40}$')
);

CREATE TABLE survey_version (
    survey_code  text        NOT NULL,
    version      integer     NOT NULL,
    state        text        NOT NULL,
    definition   jsonb       NOT NULL,
    checksum     text        NOT NULL,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    published_at timestamptz,
    CONSTRAINT survey_version_pk PRIMARY KEY (survey_code, version),
    CONSTRAINT survey_version_survey_fk FOREIGN KEY (survey_code) REFERENCES survey (code),
    CONSTRAINT survey_version_positive CHECK (version > 0),
    CONSTRAINT survey_version_state CHECK (state IN ('DRAFT', 'PUBLISHED')),
    CONSTRAINT survey_version_published CHECK ((state = 'PUBLISHED') = (published_at IS NOT NULL))
);

ALTER TABLE survey ADD CONSTRAINT survey_published_version_fk
    FOREIGN KEY (code, published_version) REFERENCES survey_version (survey_code, version);

-- Answers point to the version they were given to, so what was published never changes and never goes.
CREATE FUNCTION survey_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'PUBLISHED' THEN
        RAISE EXCEPTION 'a published survey never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.survey_code, NEW.version) IS DISTINCT FROM (OLD.survey_code, OLD.version) THEN
        RAISE EXCEPTION 'a version keeps its name' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER survey_version_stays BEFORE UPDATE OR DELETE ON survey_version
    FOR EACH ROW EXECUTE FUNCTION survey_version_stays();

-- Callers are invited to published versions only.
CREATE FUNCTION survey_publishes_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.published_version IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM survey_version
        WHERE survey_code = NEW.code AND version = NEW.published_version AND state = 'PUBLISHED'
    ) THEN
        RAISE EXCEPTION 'only a published version can be asked' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER survey_publishes_published BEFORE INSERT OR UPDATE ON survey
    FOR EACH ROW EXECUTE FUNCTION survey_publishes_published();
