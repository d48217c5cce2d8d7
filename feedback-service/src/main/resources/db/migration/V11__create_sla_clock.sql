-- One clock per case, metric and cycle; a reopened case starts a new cycle. consumed_s is what was used up before running_since.
CREATE TABLE sla_clock (
    case_no          text        NOT NULL,
    metric           text        NOT NULL,
    cycle            integer     NOT NULL,
    state            text        NOT NULL,
    policy_code      text        NOT NULL,
    policy_version   integer     NOT NULL,
    calendar_code    text        NOT NULL,
    calendar_version integer     NOT NULL,
    target_s         bigint      NOT NULL,
    consumed_s       bigint      NOT NULL,
    started_at       timestamptz NOT NULL,
    running_since    timestamptz,
    due_at           timestamptz,
    breached_at      timestamptz,
    ended_at         timestamptz,
    CONSTRAINT sla_clock_pk PRIMARY KEY (case_no, metric, cycle),
    CONSTRAINT sla_clock_complaint_fk FOREIGN KEY (case_no) REFERENCES complaint (case_no),
    CONSTRAINT sla_clock_policy_fk FOREIGN KEY (policy_code, policy_version) REFERENCES sla_policy (code, version),
    CONSTRAINT sla_clock_calendar_fk
        FOREIGN KEY (calendar_code, calendar_version) REFERENCES calendar_version (code, version),
    CONSTRAINT sla_clock_metric CHECK (metric IN ('FIRST_RESPONSE', 'NEXT_RESPONSE', 'RESOLUTION', 'CONFIRMATION')),
    CONSTRAINT sla_clock_state CHECK (state IN ('RUNNING', 'PAUSED', 'MET', 'BREACHED', 'CANCELLED')),
    CONSTRAINT sla_clock_seconds CHECK (target_s > 0 AND consumed_s >= 0),
    CONSTRAINT sla_clock_running CHECK ((state = 'RUNNING') = (running_since IS NOT NULL)),
    CONSTRAINT sla_clock_due CHECK ((state IN ('RUNNING', 'BREACHED')) = (due_at IS NOT NULL)),
    CONSTRAINT sla_clock_breached CHECK ((state = 'BREACHED') = (breached_at IS NOT NULL)),
    CONSTRAINT sla_clock_ended CHECK ((state IN ('MET', 'BREACHED', 'CANCELLED')) = (ended_at IS NOT NULL))
);

-- Serves the breach scan: its work grows with what is due, not with what is open.
CREATE INDEX sla_clock_due_idx ON sla_clock (due_at) WHERE state = 'RUNNING';

REVOKE DELETE ON sla_clock FROM ${app_role};
