-- What people write down themselves: sealed with the customer's key, found by keyed tokens.
ALTER TABLE interaction
    ADD COLUMN channel       text,
    ADD COLUMN actor         text,
    ADD COLUMN summary       bytea,
    ADD COLUMN search_tokens bigint[],
    ADD CONSTRAINT interaction_channel CHECK (channel IN ('PHONE', 'VISIT', 'EMAIL', 'WECHAT', 'SMS', 'WEB', 'APP', 'STORE', 'OTHER'));

-- Serves the search in notes.
CREATE INDEX interaction_search_tokens_idx ON interaction USING gin (search_tokens) WHERE search_tokens IS NOT NULL;
