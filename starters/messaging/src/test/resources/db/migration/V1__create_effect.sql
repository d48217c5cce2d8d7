-- What the sample's handler does: one row per event it saw.
CREATE TABLE effect (
    id       bigint GENERATED ALWAYS AS IDENTITY,
    event_id uuid   NOT NULL,
    text     text   NOT NULL,
    CONSTRAINT effect_pk PRIMARY KEY (id)
);
