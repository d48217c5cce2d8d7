-- How near the customer's birthday a purchase was, as rules and back-tests read it; forgotten with the customer.
ALTER TABLE earning_basis ADD COLUMN birthday text;
