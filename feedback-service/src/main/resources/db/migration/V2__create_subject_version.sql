-- Counts the facts told about each subject, so that consumers of our events can tell a stale one.
CREATE TABLE subject_version (
    subject text   NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT subject_version_pk PRIMARY KEY (subject),
    CONSTRAINT subject_version_positive CHECK (version > 0)
) WITH (fillfactor = 70);
