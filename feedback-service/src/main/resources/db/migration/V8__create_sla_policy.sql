-- How fast a complaint must be dealt with, per severity and metric, in business seconds of a calendar. A version never changes.
CREATE TABLE sla_policy (
    code          text        NOT NULL,
    version       integer     NOT NULL,
    calendar_code text        NOT NULL,
    created_at    timestamptz NOT NULL,
    created_by    text        NOT NULL,
    CONSTRAINT sla_policy_pk PRIMARY KEY (code, version),
    CONSTRAINT sla_policy_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,40}$'),
    CONSTRAINT sla_policy_positive CHECK (version > 0)
);

CREATE TABLE sla_target (
    policy_code    text    NOT NULL,
    policy_version integer NOT NULL,
    severity       text    NOT NULL,
    metric         text    NOT NULL,
    target_s       bigint  NOT NULL,
    CONSTRAINT sla_target_pk PRIMARY KEY (policy_code, policy_version, severity, metric),
    CONSTRAINT sla_target_policy_fk
        FOREIGN KEY (policy_code, policy_version) REFERENCES sla_policy (code, version),
    CONSTRAINT sla_target_severity CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
    CONSTRAINT sla_target_metric CHECK (metric IN ('FIRST_RESPONSE', 'NEXT_RESPONSE', 'RESOLUTION', 'CONFIRMATION')),
    CONSTRAINT sla_target_positive CHECK (target_s > 0)
);

REVOKE UPDATE, DELETE ON sla_policy, sla_target FROM ${app_role};
