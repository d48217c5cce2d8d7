-- What a point is worth to the books, and what share of points is expected to be redeemed.
ALTER TABLE program
    ADD COLUMN point_value_minor numeric(12, 6) NOT NULL DEFAULT 1,
    ADD COLUMN redemption_rate   numeric(5, 4)  NOT NULL DEFAULT 0.8;
ALTER TABLE program
    ADD CONSTRAINT program_point_value CHECK (point_value_minor >= 0),
    ADD CONSTRAINT program_redemption_rate CHECK (redemption_rate > 0 AND redemption_rate <= 1);
