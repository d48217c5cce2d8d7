ALTER TABLE box ADD COLUMN colour text;
