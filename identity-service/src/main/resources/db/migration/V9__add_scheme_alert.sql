-- Below how many free numbers a counter of the scheme is low; without one the settings of the service say it. The version moves with name,
-- state and alert, so that nobody overwrites a colleague's change.
ALTER TABLE scheme
    ADD COLUMN alert_free bigint,
    ADD COLUMN version    bigint NOT NULL DEFAULT 1,
    ADD CONSTRAINT scheme_alert_free_not_negative CHECK (alert_free >= 0);
