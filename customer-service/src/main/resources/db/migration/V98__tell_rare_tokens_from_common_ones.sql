-- A question is answered by its tokens where they are rare, and by walking through the numbers where they are so common that a page is soon
-- full. With the usual target, what the planner takes for the frequency of a rare token is half of that of the thousandth: hundreds of rows
-- of a million, and the walk seems cheap.
ALTER TABLE customer ALTER COLUMN search_tokens SET STATISTICS 1000;
ALTER TABLE customer_custom ALTER COLUMN search_tokens SET STATISTICS 1000;
