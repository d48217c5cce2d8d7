-- Files of custom fields. What they are called stands with the field's sealed value; their bytes are sealed with the key of the customer they
-- were handed in for, whoever that customer is merged into later: destroying the key destroys them.
CREATE TABLE customer_file (
    id         uuid        NOT NULL,
    number     text        NOT NULL,
    field      text        NOT NULL,
    media_type text        NOT NULL,
    size       integer     NOT NULL,
    created_by text        NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT customer_file_pk PRIMARY KEY (id),
    CONSTRAINT customer_file_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT customer_file_field_fk FOREIGN KEY (field) REFERENCES custom_field (code),
    CONSTRAINT customer_file_size CHECK (size BETWEEN 1 AND 10485760)
);

-- Serves the counts of a merge.
CREATE INDEX customer_file_number_idx ON customer_file (number);

CREATE TABLE customer_file_chunk (
    file_id  uuid    NOT NULL,
    position integer NOT NULL,
    data     bytea   NOT NULL,
    CONSTRAINT customer_file_chunk_pk PRIMARY KEY (file_id, position),
    CONSTRAINT customer_file_chunk_file_fk FOREIGN KEY (file_id) REFERENCES customer_file (id) ON DELETE CASCADE,
    CONSTRAINT customer_file_chunk_position CHECK (position BETWEEN 0 AND 9)
);

REVOKE UPDATE ON customer_file, customer_file_chunk FROM ${app_role};
