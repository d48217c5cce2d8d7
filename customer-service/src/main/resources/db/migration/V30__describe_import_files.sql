-- What kind of file it is and how it is to be read: the sheet of a workbook, and in which order its dates are written.
ALTER TABLE import_job
    ADD COLUMN format     text   NOT NULL DEFAULT 'CSV',
    ADD COLUMN sheet      text,
    ADD COLUMN sheets     text[] NOT NULL DEFAULT '{}',
    ADD COLUMN date_order text   NOT NULL DEFAULT 'YMD',
    ADD CONSTRAINT import_job_format CHECK (format IN ('CSV', 'XLSX')),
    ADD CONSTRAINT import_job_sheet CHECK ((format = 'XLSX') = (sheet IS NOT NULL)),
    ADD CONSTRAINT import_job_date_order CHECK (date_order IN ('YMD', 'DMY', 'MDY'));
