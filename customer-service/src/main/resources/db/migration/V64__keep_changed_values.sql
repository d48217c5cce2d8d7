-- What the changed fields were and became, sealed with the customer's key: an erased customer's history keeps names of fields only.
ALTER TABLE customer_change
    ADD COLUMN source       text,
    ADD COLUMN before_image bytea,
    ADD COLUMN after_image  bytea;
