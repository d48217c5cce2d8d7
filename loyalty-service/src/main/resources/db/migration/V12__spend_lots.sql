-- A member's points are spent, expire and come back; what a member owes is an account of its own, filed under the number whose earning was
-- taken back, so that a merge need not move it. Whoever books to a DEBT account has locked the MEMBER account of whom its number stands for.
ALTER TABLE points_account
    DROP CONSTRAINT points_account_kind,
    DROP CONSTRAINT points_account_owner,
    DROP CONSTRAINT points_account_balance,
    DROP CONSTRAINT points_account_system_has_no_balance;
ALTER TABLE points_account
    ADD CONSTRAINT points_account_kind CHECK (kind IN ('MEMBER', 'DEBT', 'ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED')),
    ADD CONSTRAINT points_account_owner CHECK ((kind IN ('MEMBER', 'DEBT')) = (number IS NOT NULL)),
    ADD CONSTRAINT points_account_balance CHECK (
        CASE kind WHEN 'MEMBER' THEN 0 <= held AND held <= posted WHEN 'DEBT' THEN posted <= 0 AND held = 0 ELSE posted = 0 AND held = 0 END);

-- Serves the look whether a member owes points, which nearly nobody does.
CREATE INDEX points_account_debt_idx ON points_account (number) WHERE kind = 'DEBT';

ALTER TABLE points_tx DROP CONSTRAINT points_tx_type;
ALTER TABLE points_tx
    ADD CONSTRAINT points_tx_type CHECK (type IN
        ('EARN', 'ACTIVATE', 'REDEEM', 'REVERSE_EARN', 'REVERSE_REDEEM', 'EXPIRE', 'REPAY', 'ADJUST', 'MERGE', 'UNMERGE')),
    ADD CONSTRAINT points_tx_adjustment_has_reason CHECK (type <> 'ADJUST' OR reason IS NOT NULL);

-- A lot is ACTIVE as long as it has points. The state alone is in the indexes, so that taking points from a lot touches none of them.
ALTER TABLE points_lot DROP CONSTRAINT points_lot_closed_is_empty;
ALTER TABLE points_lot ADD CONSTRAINT points_lot_closed_is_empty CHECK ((state IN ('PENDING', 'ACTIVE')) = (remaining > 0));
DROP INDEX points_lot_spend_idx;
CREATE INDEX points_lot_spend_idx ON points_lot (account, expires_at NULLS LAST, id) WHERE state = 'ACTIVE';

-- Serves the expiry of lots.
CREATE INDEX points_lot_expiry_idx ON points_lot (expires_at, id) WHERE state = 'ACTIVE';

-- A lot that gets points back may get days of grace, never fewer days.
CREATE FUNCTION points_lot_never_expires_sooner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.expires_at IS DISTINCT FROM OLD.expires_at AND (OLD.expires_at IS NULL OR NEW.expires_at < OLD.expires_at) THEN
        RAISE EXCEPTION 'a lot never expires sooner than it was said' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER points_lot_never_expires_sooner BEFORE UPDATE OF expires_at ON points_lot
    FOR EACH ROW EXECUTE FUNCTION points_lot_never_expires_sooner();

ALTER TABLE program ADD COLUMN restore_grace_days integer NOT NULL DEFAULT 0;
ALTER TABLE program ADD CONSTRAINT program_restore_grace_days CHECK (restore_grace_days BETWEEN 0 AND 366);

-- What a refund gives back, it gives back to the lots that were used, and never more than was used of each.
ALTER TABLE points_lot_use ADD COLUMN reverses uuid;
ALTER TABLE points_lot_use ADD CONSTRAINT points_lot_use_gives_back CHECK (reverses IS NULL OR points < 0);

-- Serves refunds: what a transaction used, and what was given back of it.
CREATE INDEX points_lot_use_tx_idx ON points_lot_use (tx);
CREATE INDEX points_lot_use_reverses_idx ON points_lot_use (reverses) WHERE reverses IS NOT NULL;

CREATE FUNCTION points_restored_were_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT reverses, lot FROM new_uses WHERE reverses IS NOT NULL) AS restored
        WHERE coalesce((SELECT sum(u.points) FROM points_lot_use u WHERE u.tx = restored.reverses AND u.lot = restored.lot), 0)
            + (SELECT sum(u.points) FROM points_lot_use u WHERE u.reverses = restored.reverses AND u.lot = restored.lot) < 0
    ) THEN
        RAISE EXCEPTION 'more is given back than was used' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER points_restored_were_used AFTER INSERT ON points_lot_use
    REFERENCING NEW TABLE AS new_uses
    FOR EACH STATEMENT EXECUTE FUNCTION points_restored_were_used();
