-- Views shared with a team. Who is in the team is looked up for every request, so that leaving it ends the sharing.
ALTER TABLE saved_view ADD COLUMN team text;

ALTER TABLE saved_view
    DROP CONSTRAINT saved_view_sharing,
    ADD CONSTRAINT saved_view_sharing CHECK (sharing IN ('PRIVATE', 'TEAM', 'ALL')),
    ADD CONSTRAINT saved_view_team CHECK ((team IS NOT NULL) = (sharing = 'TEAM')),
    ADD CONSTRAINT saved_view_team_fk FOREIGN KEY (team) REFERENCES team (code);

-- Keeps the names of a team's views apart, and serves the list of views shared with teams.
CREATE UNIQUE INDEX saved_view_team_name_idx ON saved_view (team, name) WHERE sharing = 'TEAM';
