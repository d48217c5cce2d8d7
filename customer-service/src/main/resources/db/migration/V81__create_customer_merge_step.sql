-- What was asked of each service, and what came of it.
CREATE TABLE customer_merge_step (
    merge_id uuid    NOT NULL,
    step     text    NOT NULL,
    state    text    NOT NULL,
    items    jsonb   NOT NULL DEFAULT '[]',
    kept     jsonb   NOT NULL DEFAULT '[]',
    failure  text,
    attempts integer NOT NULL DEFAULT 0,
    CONSTRAINT customer_merge_step_pk PRIMARY KEY (merge_id, step),
    CONSTRAINT customer_merge_step_merge_fk FOREIGN KEY (merge_id) REFERENCES customer_merge (id),
    CONSTRAINT customer_merge_step_step CHECK (step IN ('CUSTOMER', 'IDENTITY', 'LOYALTY', 'FEEDBACK', 'NOTIFICATION')),
    CONSTRAINT customer_merge_step_state CHECK (state IN ('PENDING', 'ASKED', 'DONE', 'REFUSED', 'UNDONE')),
    CONSTRAINT customer_merge_step_attempts CHECK (attempts >= 0)
);

REVOKE DELETE ON customer_merge_step FROM ${app_role};
