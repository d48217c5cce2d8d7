-- Labels that people put on customers. A tag that is no longer wanted is retired: records keep it, nobody can give it.
CREATE TABLE tag (
    code    text    NOT NULL,
    name    text    NOT NULL,
    colour  text    NOT NULL,
    family  text,
    retired boolean NOT NULL DEFAULT false,
    version bigint  NOT NULL DEFAULT 1,
    CONSTRAINT tag_pk PRIMARY KEY (code),
    CONSTRAINT tag_code_form CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    CONSTRAINT tag_name CHECK (length(name) BETWEEN 1 AND 60),
    CONSTRAINT tag_colour CHECK (colour ~ '^#[0-9a-f]{6}$'),
    CONSTRAINT tag_family CHECK (length(family) BETWEEN 1 AND 60)
);

-- Two tags of one name would be one tag to people.
CREATE UNIQUE INDEX tag_name_idx ON tag (lower(name)) WHERE NOT retired;

CREATE TABLE customer_tag (
    number text        NOT NULL,
    tag    text        NOT NULL,
    at     timestamptz NOT NULL,
    actor  text        NOT NULL,
    CONSTRAINT customer_tag_pk PRIMARY KEY (number, tag),
    CONSTRAINT customer_tag_customer_fk FOREIGN KEY (number) REFERENCES customer (number)
);

-- Serves the list of a tag's customers.
CREATE INDEX customer_tag_tag_idx ON customer_tag (tag, number);

REVOKE DELETE ON tag FROM ${app_role};
