-- The service's own table, made after those of the starters.
CREATE TABLE account (
    id      bigint NOT NULL,
    balance bigint NOT NULL,
    box_id  bigint,
    CONSTRAINT account_pk PRIMARY KEY (id),
    CONSTRAINT account_box_fk FOREIGN KEY (box_id) REFERENCES box (id),
    CONSTRAINT account_balance_positive CHECK (balance >= 0)
);
INSERT INTO account (id, balance) VALUES (1, 100), (2, 100), (3, 0);
COMMENT ON TABLE account IS '${house_name}';
