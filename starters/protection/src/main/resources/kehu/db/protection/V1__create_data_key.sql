-- One data key per customer and version, wrapped by the key-encryption key. Without its row a customer's values are unreadable for good.
CREATE TABLE data_key (
    subject     text        NOT NULL,
    version     smallint    NOT NULL,
    kek_id      text        NOT NULL,
    wrapped     bytea       NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT data_key_pk PRIMARY KEY (subject, version),
    CONSTRAINT data_key_version_range CHECK (version BETWEEN 1 AND 127)
);
