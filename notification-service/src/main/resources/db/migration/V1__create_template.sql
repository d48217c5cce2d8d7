-- What can be said, for what purpose and by which channel. The words are in template_version.
CREATE TABLE template (
    key        text        NOT NULL,
    purpose    text        NOT NULL,
    channel    text        NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL,
    CONSTRAINT template_pk PRIMARY KEY (key),
    CONSTRAINT template_key_form CHECK (key ~ '^[a-z][a-z0-9-]{1,59}$'),
    CONSTRAINT template_purpose CHECK (purpose IN ('OTP', 'TRANSACTIONAL', 'SERVICE', 'CARE', 'SURVEY', 'MARKETING')),
    CONSTRAINT template_channel CHECK (channel IN ('EMAIL', 'SMS', 'WECHAT', 'INBOX'))
);

REVOKE UPDATE, DELETE ON template FROM ${app_role};

-- The words in one language. They never change; another text is another version. SUBMITTED and REJECTED are for providers that review.
CREATE TABLE template_version (
    template_key text        NOT NULL,
    locale       text        NOT NULL,
    version      integer     NOT NULL,
    subject      text        NOT NULL,
    body         text        NOT NULL,
    html         text,
    parameters   jsonb       NOT NULL,
    state        text        NOT NULL DEFAULT 'DRAFT',
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    decided_at   timestamptz,
    decided_by   text,
    CONSTRAINT template_version_pk PRIMARY KEY (template_key, locale, version),
    CONSTRAINT template_version_template_fk FOREIGN KEY (template_key) REFERENCES template (key),
    CONSTRAINT template_version_locale CHECK (locale IN ('zh-CN', 'en')),
    CONSTRAINT template_version_positive CHECK (version > 0),
    CONSTRAINT template_version_state CHECK (state IN ('DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED', 'RETIRED')),
    CONSTRAINT template_version_parameters_form CHECK (jsonb_typeof(parameters) = 'object')
);

-- Serves the look-up of the words to send, and allows one approved version per language.
CREATE UNIQUE INDEX template_version_approved_unique ON template_version (template_key, locale) WHERE state = 'APPROVED';

REVOKE UPDATE, DELETE ON template_version FROM ${app_role};
GRANT UPDATE (state, decided_at, decided_by) ON template_version TO ${app_role};

CREATE FUNCTION template_version_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state || '>' || NEW.state) NOT IN (
        'DRAFT>SUBMITTED', 'DRAFT>APPROVED', 'DRAFT>RETIRED', 'SUBMITTED>APPROVED', 'SUBMITTED>REJECTED', 'REJECTED>RETIRED',
        'APPROVED>RETIRED') THEN
        RAISE EXCEPTION 'a template version moves forward only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER template_version_moves_forward BEFORE UPDATE ON template_version
    FOR EACH ROW EXECUTE FUNCTION template_version_moves_forward();
