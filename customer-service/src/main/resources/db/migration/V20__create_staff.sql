-- Teams and the people in them. Neither ever vanishes, because records keep their codes: a team is retired instead.
CREATE TABLE team (
    code    text    NOT NULL,
    name    text    NOT NULL,
    retired boolean NOT NULL DEFAULT false,
    CONSTRAINT team_pk PRIMARY KEY (code),
    CONSTRAINT team_code_form CHECK (code ~ '^[A-Z][A-Z0-9_-]{0,39}$'),
    CONSTRAINT team_name CHECK (length(name) BETWEEN 1 AND 100)
);

-- How far somebody sees where that differs from what their role says. Who is not here belongs to no team.
CREATE TABLE staff_member (
    subject    text        NOT NULL,
    reach      text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT staff_member_pk PRIMARY KEY (subject),
    CONSTRAINT staff_member_subject CHECK (length(subject) BETWEEN 1 AND 100),
    CONSTRAINT staff_member_reach CHECK (reach IN ('OWN', 'TEAM', 'ALL'))
);

CREATE TABLE staff_team (
    subject text NOT NULL,
    team    text NOT NULL,
    CONSTRAINT staff_team_pk PRIMARY KEY (subject, team),
    CONSTRAINT staff_team_member_fk FOREIGN KEY (subject) REFERENCES staff_member (subject) ON DELETE CASCADE,
    CONSTRAINT staff_team_team_fk FOREIGN KEY (team) REFERENCES team (code)
);

REVOKE DELETE ON team FROM ${app_role};
