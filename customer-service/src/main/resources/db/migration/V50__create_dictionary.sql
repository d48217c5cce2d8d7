-- What a choice may be. Codes stay for ever, because values name them: items are retired, never deleted.
CREATE TABLE dictionary (
    code       text        NOT NULL,
    label_zh   text        NOT NULL,
    label_en   text        NOT NULL,
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT dictionary_pk PRIMARY KEY (code),
    CONSTRAINT dictionary_code_form CHECK (code ~ '^[a-z][a-z0-9_]{0,39}$'),
    CONSTRAINT dictionary_label CHECK (length(label_zh) BETWEEN 1 AND 100 AND length(label_en) BETWEEN 1 AND 100)
);

CREATE TABLE dictionary_item (
    dictionary text    NOT NULL,
    code       text    NOT NULL,
    label_zh   text    NOT NULL,
    label_en   text    NOT NULL,
    active     boolean NOT NULL DEFAULT true,
    position   integer NOT NULL,
    CONSTRAINT dictionary_item_pk PRIMARY KEY (dictionary, code),
    CONSTRAINT dictionary_item_dictionary_fk FOREIGN KEY (dictionary) REFERENCES dictionary (code),
    CONSTRAINT dictionary_item_code_form CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$'),
    CONSTRAINT dictionary_item_label CHECK (length(label_zh) BETWEEN 1 AND 100 AND length(label_en) BETWEEN 1 AND 100),
    CONSTRAINT dictionary_item_position CHECK (position BETWEEN 0 AND 999)
);

REVOKE DELETE ON dictionary, dictionary_item FROM ${app_role};
