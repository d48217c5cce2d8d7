-- Lists people come back to. Filters over personal values are not kept.
CREATE TABLE saved_view (
    id         uuid        NOT NULL,
    owner      text        NOT NULL,
    name       text        NOT NULL,
    sharing    text        NOT NULL,
    filters    jsonb       NOT NULL,
    columns    text[]      NOT NULL,
    sort       text        NOT NULL,
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT saved_view_pk PRIMARY KEY (id),
    CONSTRAINT saved_view_owner_name UNIQUE (owner, name),
    CONSTRAINT saved_view_name CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT saved_view_sharing CHECK (sharing IN ('PRIVATE', 'ALL')),
    CONSTRAINT saved_view_sort CHECK (sort IN ('number'))
);

-- Serves the list of views shared with everybody.
CREATE INDEX saved_view_shared_idx ON saved_view (id) WHERE sharing = 'ALL';

-- Serves the list of a person's own views.
CREATE INDEX saved_view_owner_idx ON saved_view (owner, id);
