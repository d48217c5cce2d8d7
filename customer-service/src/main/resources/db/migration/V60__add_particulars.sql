-- What else a customer is known by. Two sealed documents, one per class, instead of a column per value: most records have none of these
-- values, and one that has many costs two encryptions.
ALTER TABLE customer
    ADD COLUMN particulars bytea,
    ADD COLUMN identifiers bytea;
