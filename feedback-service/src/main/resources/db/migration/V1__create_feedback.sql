-- Opinions from any channel. (channel, external_ref) is the natural key; it is compared by 128 keyed bits, because the id of a mail or of a
-- WeChat message can name a person. Text and reference are sealed with the customer's key, or with the feedback's own while nobody is known.
CREATE TABLE feedback (
    id                 uuid        NOT NULL,
    channel            text        NOT NULL,
    external_ref_hash  bigint      NOT NULL,
    external_ref_check bigint      NOT NULL,
    external_ref       bytea,
    customer_number    text,
    kind               text        NOT NULL,
    body               bytea,
    rating             smallint,
    product            text,
    store              text,
    occurred_at        timestamptz NOT NULL,
    received_at        timestamptz NOT NULL,
    received_from      text        NOT NULL,
    version            bigint      NOT NULL DEFAULT 1,
    CONSTRAINT feedback_pk PRIMARY KEY (id),
    -- Serves the look-up of repeats.
    CONSTRAINT feedback_external_ref_unique UNIQUE (channel, external_ref_hash, external_ref_check),
    CONSTRAINT feedback_channel
        CHECK (channel IN ('WEB', 'APP', 'PHONE', 'MAIL', 'SMS', 'WECHAT', 'STORE', 'SOCIAL')),
    CONSTRAINT feedback_kind
        CHECK (kind IN ('COMPLAINT', 'SUGGESTION', 'PRAISE', 'QUESTION', 'REVIEW', 'SURVEY_COMMENT')),
    CONSTRAINT feedback_customer_number_form CHECK (customer_number ~ '^[0-9A-Z]{4,40}$'),
    CONSTRAINT feedback_rating_range CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT feedback_says_something CHECK (body IS NOT NULL OR rating IS NOT NULL)
);

-- Serves the list of all feedback, newest first, and its filter by time.
CREATE INDEX feedback_occurred_idx ON feedback (occurred_at DESC, id DESC);

-- Serves the list of one customer's feedback, newest first.
CREATE INDEX feedback_customer_idx ON feedback (customer_number, occurred_at DESC, id DESC)
    WHERE customer_number IS NOT NULL;

-- Serves the list by kind and channel, newest first.
CREATE INDEX feedback_kind_idx ON feedback (kind, channel, occurred_at DESC, id DESC);

-- What was said stays said: afterwards only a customer can be linked, once, which seals text and reference anew.
CREATE FUNCTION feedback_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.channel, NEW.external_ref_hash, NEW.external_ref_check, NEW.kind, NEW.rating, NEW.product, NEW.store,
            NEW.occurred_at, NEW.received_at, NEW.received_from)
        IS DISTINCT FROM (OLD.id, OLD.channel, OLD.external_ref_hash, OLD.external_ref_check, OLD.kind, OLD.rating, OLD.product,
            OLD.store, OLD.occurred_at, OLD.received_at, OLD.received_from) THEN
        RAISE EXCEPTION 'feedback never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.customer_number IS NOT NULL AND NEW.customer_number IS DISTINCT FROM OLD.customer_number THEN
        RAISE EXCEPTION 'feedback is linked once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER feedback_stays BEFORE UPDATE ON feedback FOR EACH ROW EXECUTE FUNCTION feedback_stays();

REVOKE DELETE ON feedback FROM ${app_role};

-- What happened to a feedback, in order.
CREATE TABLE feedback_event (
    feedback_id uuid        NOT NULL,
    seq         integer     NOT NULL,
    type        text        NOT NULL,
    actor       text        NOT NULL,
    at          timestamptz NOT NULL,
    number      text,
    CONSTRAINT feedback_event_pk PRIMARY KEY (feedback_id, seq),
    CONSTRAINT feedback_event_feedback_fk FOREIGN KEY (feedback_id) REFERENCES feedback (id),
    CONSTRAINT feedback_event_type CHECK (type IN ('RECEIVED', 'LINKED')),
    CONSTRAINT feedback_event_linked_number CHECK (type <> 'LINKED' OR number IS NOT NULL)
);

REVOKE UPDATE, DELETE ON feedback_event FROM ${app_role};
