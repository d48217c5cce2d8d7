-- What transactions took from lots, and gave back to them (negative). A lot has left what it began with, less its uses.
CREATE TABLE points_lot_use (
    seq    bigint GENERATED ALWAYS AS IDENTITY,
    tx     uuid   NOT NULL,
    lot    uuid   NOT NULL,
    points bigint NOT NULL,
    CONSTRAINT points_lot_use_pk PRIMARY KEY (seq),
    CONSTRAINT points_lot_use_lot_fk FOREIGN KEY (lot) REFERENCES points_lot (id),
    CONSTRAINT points_lot_use_points CHECK (points <> 0)
);

-- Serves what became of a lot since a merge moved it; and a transaction uses a lot once.
CREATE UNIQUE INDEX points_lot_use_lot_idx ON points_lot_use (lot, tx);

INSERT INTO points_lot_use (tx, lot, points)
SELECT t.id, l.id, -p.amount
FROM points_tx t
JOIN points_posting p ON p.tx = t.id AND p.booked_at = t.booked_at AND p.balance_after IS NOT NULL
JOIN points_lot l ON l.earn_tx = t.reverses
WHERE t.type = 'REVERSE_EARN'
ORDER BY p.seq;

CREATE TRIGGER points_lot_use_is_final BEFORE UPDATE OR DELETE ON points_lot_use
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE UPDATE, DELETE ON points_lot_use FROM ${app_role};
