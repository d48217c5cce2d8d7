-- Where values come from. What came with the registration has its source, time and actor in the row itself; the document names only the
-- fields that were changed or verified since, so that an import of many rows writes none. Codes and times, never values.
ALTER TABLE customer
    ADD COLUMN created_by text,
    ADD COLUMN provenance jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT customer_provenance_object CHECK (jsonb_typeof(provenance) = 'object');
