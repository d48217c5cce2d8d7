-- Values before an import were sealed in the form of a record without particulars and sources, which nothing reads any more. Customers
-- an import changed before this version stay as they are when it is undone, with the reason that the values are forgotten.
UPDATE import_row_before SET before = NULL WHERE before IS NOT NULL;
