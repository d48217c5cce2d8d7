-- How a score is computed. A published score names the version; another way of computing is another version.
CREATE TABLE metric_definition (
    metric     text        NOT NULL,
    version    integer     NOT NULL,
    formula    text        NOT NULL,
    scale_min  smallint    NOT NULL,
    scale_max  smallint    NOT NULL,
    buckets    jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT metric_definition_pk PRIMARY KEY (metric, version),
    CONSTRAINT metric_definition_metric CHECK (metric IN ('NPS', 'CSAT', 'CES')),
    CONSTRAINT metric_definition_scale CHECK (scale_min < scale_max)
);

REVOKE INSERT, UPDATE, DELETE ON metric_definition FROM ${app_role};

-- The Net Promoter Score as Reichheld published it (Harvard Business Review, December 2003).
INSERT INTO metric_definition (metric, version, formula, scale_min, scale_max, buckets)
VALUES (
    'NPS', 1, '100 * (promoters - detractors) / n', 0, 10,
    '{"detractors": {"from": 0, "to": 6}, "passives": {"from": 7, "to": 8}, "promoters": {"from": 9, "to": 10}}');
