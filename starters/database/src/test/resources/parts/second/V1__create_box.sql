-- Stands on the part before it.
CREATE TABLE box (
    id       bigint NOT NULL,
    shelf_id bigint NOT NULL,
    CONSTRAINT box_pk PRIMARY KEY (id),
    CONSTRAINT box_shelf_fk FOREIGN KEY (shelf_id) REFERENCES shelf (id)
);
