-- A message moves forward. The one way back, from DISPATCHING to READY, is open only after the provider has certainly not taken it.
CREATE FUNCTION message_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state || '>' || NEW.state) NOT IN (
        'ACCEPTED>ACCEPTED', 'ACCEPTED>READY', 'ACCEPTED>DEFERRED', 'ACCEPTED>SUPPRESSED', 'ACCEPTED>FAILED', 'ACCEPTED>DISPATCHING',
        'DEFERRED>DEFERRED', 'DEFERRED>READY', 'DEFERRED>SUPPRESSED', 'DEFERRED>FAILED', 'DEFERRED>DISPATCHING',
        'READY>READY', 'READY>DEFERRED', 'READY>SUPPRESSED', 'READY>FAILED', 'READY>DISPATCHING',
        'DISPATCHING>READY', 'DISPATCHING>SENT', 'DISPATCHING>FAILED', 'DISPATCHING>UNKNOWN',
        'SENT>DELIVERED', 'SENT>FAILED',
        'UNKNOWN>READY', 'UNKNOWN>SENT', 'UNKNOWN>DELIVERED', 'UNKNOWN>FAILED', 'UNKNOWN>ABANDONED') THEN
        RAISE EXCEPTION 'a message moves forward only' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state IN ('DISPATCHING', 'UNKNOWN') AND NEW.state = 'READY' AND EXISTS (
        SELECT 1 FROM attempt WHERE message_id = NEW.id AND state IN ('DISPATCHING', 'SENT', 'UNKNOWN')) THEN
        RAISE EXCEPTION 'a message that may have been sent is not sent again' USING ERRCODE = 'check_violation';
    END IF;
    -- A one-time password is of no use after the send, to anybody we would like.
    IF NEW.purpose = 'OTP' AND NEW.state NOT IN ('ACCEPTED', 'DEFERRED', 'READY', 'DISPATCHING') THEN
        NEW.parameters := '{}';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER message_moves_forward BEFORE UPDATE OF state ON message
    FOR EACH ROW EXECUTE FUNCTION message_moves_forward();
