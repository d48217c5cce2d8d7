-- What a starter brings; the role placeholder must be the one the service works with.
CREATE TABLE shelf (
    id   bigint NOT NULL,
    note text   NOT NULL DEFAULT '${app_role}',
    CONSTRAINT shelf_pk PRIMARY KEY (id)
);
REVOKE UPDATE, DELETE ON shelf FROM ${app_role};
