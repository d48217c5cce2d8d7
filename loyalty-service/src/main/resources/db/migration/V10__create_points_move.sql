-- What a merge moved from one number to another in one programme, and what its undoing moved back. The primary key is the natural key:
-- neither can be booked twice.
CREATE TABLE points_move (
    merge_id uuid   NOT NULL,
    type     text   NOT NULL,
    program  text   NOT NULL,
    number   text   NOT NULL,
    survivor text   NOT NULL,
    points   bigint NOT NULL,
    held     bigint NOT NULL,
    lots     bigint NOT NULL,
    tx       uuid,
    CONSTRAINT points_move_pk PRIMARY KEY (merge_id, type, program, number),
    CONSTRAINT points_move_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT points_move_type CHECK (type IN ('MERGE', 'UNMERGE')),
    CONSTRAINT points_move_between_two CHECK (number <> survivor),
    CONSTRAINT points_move_amounts CHECK (0 <= held AND held <= points AND 0 <= lots AND lots <= points),
    CONSTRAINT points_move_books_points CHECK ((tx IS NOT NULL) = (points > 0))
);

-- Serves statements: which merge a line is about; and a transaction books one move.
CREATE UNIQUE INDEX points_move_tx_idx ON points_move (tx);

-- The lots a move carried, with what was left of each.
CREATE TABLE points_move_lot (
    tx       uuid   NOT NULL,
    lot      uuid   NOT NULL,
    points   bigint NOT NULL,
    last_use bigint NOT NULL,
    CONSTRAINT points_move_lot_pk PRIMARY KEY (tx, lot),
    CONSTRAINT points_move_lot_lot_fk FOREIGN KEY (lot) REFERENCES points_lot (id),
    CONSTRAINT points_move_lot_points CHECK (points > 0)
);

CREATE TRIGGER points_move_is_final BEFORE UPDATE OR DELETE ON points_move
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();
CREATE TRIGGER points_move_lot_is_final BEFORE UPDATE OR DELETE ON points_move_lot
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE UPDATE, DELETE ON points_move, points_move_lot FROM ${app_role};
