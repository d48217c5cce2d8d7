-- The last case number of each local day.
CREATE TABLE case_sequence (
    day  date    NOT NULL,
    last integer NOT NULL,
    CONSTRAINT case_sequence_pk PRIMARY KEY (day),
    CONSTRAINT case_sequence_positive CHECK (last > 0)
);

-- Cases, each about one feedback. state, owner, times and clock are folds over case_event, kept here for queues. root_cause and action_taken
-- are sealed with the customer's key, or with the case's own while nobody is known.
CREATE TABLE complaint (
    case_no         text        NOT NULL,
    feedback_id     uuid        NOT NULL,
    customer_number text,
    severity        text        NOT NULL,
    category        text        NOT NULL,
    state           text        NOT NULL,
    owner           text,
    reopen_count    integer     NOT NULL DEFAULT 0,
    replied         boolean     NOT NULL DEFAULT false,
    root_cause      bytea,
    action_taken    bytea,
    opened_at       timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    resolved_at     timestamptz,
    due_at          timestamptz,
    -- What is due first stands first, what is not due at all stands last.
    queue_at        timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(due_at, timestamptz '9999-01-01 00:00:00+00')) STORED,
    version         bigint      NOT NULL,
    last_seq        integer     NOT NULL,
    CONSTRAINT complaint_pk PRIMARY KEY (case_no),
    -- Serves "has this feedback a case already".
    CONSTRAINT complaint_feedback_unique UNIQUE (feedback_id),
    CONSTRAINT complaint_feedback_fk FOREIGN KEY (feedback_id) REFERENCES feedback (id),
    CONSTRAINT complaint_case_no_form CHECK (case_no ~ '^K[0-9]{8}-[0-9]{5,7}$'),
    CONSTRAINT complaint_customer_number_form CHECK (customer_number ~ '^[0-9A-Z]{4,40}$'),
    CONSTRAINT complaint_severity CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
    CONSTRAINT complaint_category_form CHECK (category ~ '^[A-Z][A-Z0-9_]{1,40}$'),
    CONSTRAINT complaint_state CHECK (
        state IN ('NEW', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_CUSTOMER', 'WAITING_THIRD_PARTY', 'RESOLVED', 'CONFIRMED',
            'AUTO_CONFIRMED', 'CLOSED', 'REOPENED', 'WITHDRAWN')),
    CONSTRAINT complaint_resolved_says_why CHECK (
        state NOT IN ('RESOLVED', 'CONFIRMED', 'AUTO_CONFIRMED', 'CLOSED')
        OR (root_cause IS NOT NULL AND action_taken IS NOT NULL AND resolved_at IS NOT NULL)),
    CONSTRAINT complaint_worked_on_has_owner CHECK (
        state NOT IN ('ASSIGNED', 'IN_PROGRESS', 'WAITING_CUSTOMER', 'WAITING_THIRD_PARTY', 'RESOLVED', 'CONFIRMED',
            'AUTO_CONFIRMED', 'CLOSED', 'REOPENED')
        OR owner IS NOT NULL)
);

-- Serves the whole queue, what is due first.
CREATE INDEX complaint_queue_idx ON complaint (queue_at, case_no);

-- Serves the queue of one state.
CREATE INDEX complaint_state_queue_idx ON complaint (state, queue_at, case_no);

-- Serves the queue of one person.
CREATE INDEX complaint_owner_queue_idx ON complaint (owner, queue_at, case_no) WHERE owner IS NOT NULL;

-- Serves the complaints of one customer.
CREATE INDEX complaint_customer_queue_idx ON complaint (customer_number, queue_at, case_no)
    WHERE customer_number IS NOT NULL;

-- Serves the job that confirms what the customer has not objected to.
CREATE INDEX complaint_resolved_idx ON complaint (resolved_at) WHERE state = 'RESOLVED';

-- The path of a case, whatever the code does. CLOSED is reached through the customer's word or a recorded time-out only.
CREATE FUNCTION complaint_keeps_to_the_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT 1 FROM (VALUES
            ('NEW', 'TRIAGED'),
            ('TRIAGED', 'ASSIGNED'),
            ('ASSIGNED', 'IN_PROGRESS'),
            ('REOPENED', 'ASSIGNED'), ('REOPENED', 'IN_PROGRESS'),
            ('IN_PROGRESS', 'WAITING_CUSTOMER'), ('IN_PROGRESS', 'WAITING_THIRD_PARTY'),
            ('WAITING_CUSTOMER', 'IN_PROGRESS'), ('WAITING_THIRD_PARTY', 'IN_PROGRESS'),
            ('IN_PROGRESS', 'RESOLVED'), ('WAITING_CUSTOMER', 'RESOLVED'), ('WAITING_THIRD_PARTY', 'RESOLVED'),
            ('RESOLVED', 'CONFIRMED'), ('RESOLVED', 'AUTO_CONFIRMED'), ('RESOLVED', 'REOPENED'), ('AUTO_CONFIRMED', 'REOPENED'),
            ('CONFIRMED', 'CLOSED'), ('AUTO_CONFIRMED', 'CLOSED'),
            ('NEW', 'WITHDRAWN'), ('TRIAGED', 'WITHDRAWN'), ('ASSIGNED', 'WITHDRAWN'), ('IN_PROGRESS', 'WITHDRAWN'),
            ('WAITING_CUSTOMER', 'WITHDRAWN'), ('WAITING_THIRD_PARTY', 'WITHDRAWN'), ('REOPENED', 'WITHDRAWN')
        ) AS path (before, after) WHERE before = OLD.state AND after = NEW.state
    ) THEN
        RAISE EXCEPTION 'a case does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER complaint_keeps_to_the_path BEFORE UPDATE ON complaint
    FOR EACH ROW EXECUTE FUNCTION complaint_keeps_to_the_path();

REVOKE DELETE ON complaint FROM ${app_role};
