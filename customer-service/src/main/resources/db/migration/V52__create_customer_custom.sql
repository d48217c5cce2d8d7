-- Values of custom fields, by code. Public and internal ones in the open, personal and sensitive ones sealed as one document with the
-- customer's key.
CREATE TABLE customer_custom (
    number        text     NOT NULL,
    open_values   jsonb    NOT NULL DEFAULT '{}',
    sealed        bytea,
    search_tokens bigint[] NOT NULL DEFAULT '{}',
    CONSTRAINT customer_custom_pk PRIMARY KEY (number),
    CONSTRAINT customer_custom_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT customer_custom_object CHECK (jsonb_typeof(open_values) = 'object')
);

-- Serves lists filtered by the exact value of any open field: one index for all fields, so that no field needs DDL. Entries go in at
-- once, because a list must not read through what is pending.
CREATE INDEX customer_custom_open_idx ON customer_custom USING gin (open_values jsonb_path_ops) WITH (fastupdate = off);

-- Serves lists filtered by the exact value of sealed fields, by keyed tokens.
CREATE INDEX customer_custom_tokens_idx ON customer_custom USING gin (search_tokens) WITH (fastupdate = off);

-- Open numbers and dates (as days since 1970) once more, because containment cannot answer from and to.
CREATE TABLE customer_custom_range (
    number text    NOT NULL,
    code   text    NOT NULL,
    value  numeric NOT NULL,
    CONSTRAINT customer_custom_range_pk PRIMARY KEY (number, code),
    CONSTRAINT customer_custom_range_custom_fk FOREIGN KEY (number) REFERENCES customer_custom (number)
        ON DELETE CASCADE,
    CONSTRAINT customer_custom_range_field_fk FOREIGN KEY (code) REFERENCES custom_field (code)
);

-- Serves lists filtered by from and to.
CREATE INDEX customer_custom_range_value_idx ON customer_custom_range (code, value, number);
