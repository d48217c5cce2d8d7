-- One row per customer. Personal values are sealed per customer; what can be searched is in keyed tokens.
CREATE TABLE customer (
    number        text        NOT NULL,
    kind          text        NOT NULL,
    stage         text        NOT NULL DEFAULT 'PROSPECT',
    status        text        NOT NULL DEFAULT 'ACTIVE',
    language      text        NOT NULL DEFAULT 'zh-CN',
    full_name     bytea,
    birth_date    bytea,
    search_tokens bigint[]    NOT NULL DEFAULT '{}',
    source        text        NOT NULL,
    version       bigint      NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT customer_pk PRIMARY KEY (number),
    CONSTRAINT customer_number_form CHECK (number ~ '^[0-9A-Z]{4,40}$'),
    CONSTRAINT customer_kind CHECK (kind IN ('PERSON', 'ORGANISATION')),
    CONSTRAINT customer_stage CHECK (stage IN ('PROSPECT', 'LEAD', 'ACTIVE', 'LOYAL', 'DORMANT', 'LOST')),
    CONSTRAINT customer_status CHECK (status IN ('ACTIVE', 'MERGED', 'RESTRICTED', 'ERASED')),
    CONSTRAINT customer_source CHECK (source IN ('CONSOLE', 'API', 'IMPORT', 'EXTERNAL')),
    CONSTRAINT customer_version_positive CHECK (version > 0)
);

-- Serves every search by phone, mail or name: all classes of tokens share one array and one index.
CREATE INDEX customer_search_tokens_idx ON customer USING gin (search_tokens);

-- Serves lists filtered by stage.
CREATE INDEX customer_stage_idx ON customer (stage, number);
