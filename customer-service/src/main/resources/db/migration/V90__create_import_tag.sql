-- Tags that an import gave, and when: taking the import back takes off these as they were given, and none that people gave or gave again.
CREATE TABLE import_tag (
    import_id uuid        NOT NULL,
    number    text        NOT NULL,
    tag       text        NOT NULL,
    at        timestamptz NOT NULL,
    CONSTRAINT import_tag_pk PRIMARY KEY (import_id, number, tag),
    CONSTRAINT import_tag_job_fk FOREIGN KEY (import_id) REFERENCES import_job (id)
);
