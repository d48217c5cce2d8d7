-- Business hours. A version never changes, because clocks that ran by it are explained by it.
CREATE TABLE calendar_version (
    code       text        NOT NULL,
    version    integer     NOT NULL,
    zone       text        NOT NULL,
    definition jsonb       NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL,
    CONSTRAINT calendar_version_pk PRIMARY KEY (code, version),
    CONSTRAINT calendar_version_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,40}$'),
    CONSTRAINT calendar_version_positive CHECK (version > 0)
);

REVOKE UPDATE, DELETE ON calendar_version FROM ${app_role};
