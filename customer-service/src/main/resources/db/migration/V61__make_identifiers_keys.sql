-- An official number is one person's or organisation's: the primary key refuses a second record with it, whoever is faster.
ALTER TABLE customer_key DROP CONSTRAINT customer_key_kind;
ALTER TABLE customer_key ADD CONSTRAINT customer_key_kind CHECK (kind IN ('PHONE_NAME', 'EMAIL_NAME', 'NATIONAL_ID'));
