-- What was answered to an invitation. content_hash and content_check are 128 keyed bits over all answers: they tell a repeat from a change
-- of mind without keeping a text. Texts live as feedback of the kind SURVEY_COMMENT, sealed with the customer's key.
CREATE TABLE response (
    id                 uuid        NOT NULL,
    invitation_id      uuid        NOT NULL,
    survey_code        text        NOT NULL,
    survey_version     integer     NOT NULL,
    client_response_id uuid,
    state              text        NOT NULL,
    content_hash       bigint      NOT NULL,
    content_check      bigint      NOT NULL,
    answers            jsonb       NOT NULL,
    submitted_at       timestamptz NOT NULL,
    CONSTRAINT response_pk PRIMARY KEY (id),
    CONSTRAINT response_invitation_unique UNIQUE (invitation_id),
    CONSTRAINT response_invitation_fk FOREIGN KEY (invitation_id) REFERENCES invitation (id),
    CONSTRAINT response_survey_version_fk
        FOREIGN KEY (survey_code, survey_version) REFERENCES survey_version (survey_code, version),
    CONSTRAINT response_state CHECK (state IN ('PARTIAL', 'COMPLETE', 'DISQUALIFIED', 'OVER_QUOTA'))
);

-- Serves the number of responses a published score leaves out.
CREATE INDEX response_survey_idx ON response (survey_code, submitted_at);

REVOKE UPDATE, DELETE ON response FROM ${app_role};

-- Numbers only, one row each: what scores are computed from.
CREATE TABLE answer (
    response_id uuid        NOT NULL,
    question_id text        NOT NULL,
    survey_code text        NOT NULL,
    answered_at timestamptz NOT NULL,
    num         smallint    NOT NULL,
    CONSTRAINT answer_pk PRIMARY KEY (response_id, question_id),
    CONSTRAINT answer_response_fk FOREIGN KEY (response_id) REFERENCES response (id)
);

-- Serves a score over a period from the index alone.
CREATE INDEX answer_score_idx ON answer (survey_code, question_id, answered_at) INCLUDE (num);

REVOKE UPDATE, DELETE ON answer FROM ${app_role};

-- Where the texts of a response went.
CREATE TABLE response_comment (
    response_id uuid NOT NULL,
    question_id text NOT NULL,
    feedback_id uuid NOT NULL,
    CONSTRAINT response_comment_pk PRIMARY KEY (response_id, question_id),
    CONSTRAINT response_comment_response_fk FOREIGN KEY (response_id) REFERENCES response (id),
    CONSTRAINT response_comment_feedback_fk FOREIGN KEY (feedback_id) REFERENCES feedback (id)
);

REVOKE UPDATE, DELETE ON response_comment FROM ${app_role};
