-- When the numbers of a run were made, where that is not when they were issued: a lease decides about year and month of its numbers, and
-- they count as issued when a till reports them.
ALTER TABLE number_run ADD COLUMN made_at timestamptz;
