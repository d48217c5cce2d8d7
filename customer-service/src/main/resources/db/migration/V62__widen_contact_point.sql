-- Accounts and postal addresses beside phones and mail; since when and until when a point is good, and when somebody made sure of it.
ALTER TABLE contact_point
    ADD COLUMN preferred   boolean NOT NULL DEFAULT false,
    ADD COLUMN valid_from  date,
    ADD COLUMN valid_to    date,
    ADD COLUMN verified_at timestamptz,
    ADD CONSTRAINT contact_point_validity CHECK (valid_from <= valid_to),
    ADD CONSTRAINT contact_point_preferred_first CHECK (NOT preferred OR position = 0);

ALTER TABLE contact_point DROP CONSTRAINT contact_point_kind;
ALTER TABLE contact_point ADD CONSTRAINT contact_point_kind
    CHECK (kind IN ('PHONE', 'EMAIL', 'WECHAT', 'ADDRESS', 'SOCIAL'));
