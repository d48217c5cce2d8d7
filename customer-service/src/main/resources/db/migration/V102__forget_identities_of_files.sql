-- Which rows of a file repeat each other is found in memory while the file is rehearsed: asking this table for every row cost more than
-- all the rest of the rehearsal.
DROP TABLE import_key;
