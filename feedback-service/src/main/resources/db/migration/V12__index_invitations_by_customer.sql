-- Serves the count of what a customer brings into a merge.
CREATE INDEX invitation_customer_idx ON invitation (customer_number);
