-- What people last said the columns of such a header mean, by 128 keyed bits over the header. Offered for the next file of the kind.
CREATE TABLE import_mapping (
    token      bigint      NOT NULL,
    token2     bigint      NOT NULL,
    mapping    jsonb       NOT NULL,
    date_order text        NOT NULL,
    used_by    text        NOT NULL,
    used_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT import_mapping_pk PRIMARY KEY (token, token2),
    CONSTRAINT import_mapping_date_order CHECK (date_order IN ('YMD', 'DMY', 'MDY'))
);

-- Whether the mapping of an import was guessed, remembered from an earlier file, or said for this one.
ALTER TABLE import_job
    ADD COLUMN mapping_source text NOT NULL DEFAULT 'SAID',
    ADD CONSTRAINT import_job_mapping_source CHECK (mapping_source IN ('SUGGESTED', 'REMEMBERED', 'SAID'));
