-- What a page said of a story stays with the signals on it: from both the reader's own weights are learned.

alter table signals add column features jsonb;
create index pages_by_reader on pages (reader_id, made_at desc);
-- Saved items of other readers are found again by their addresses, which may be too long for a B-tree.
create index entries_by_url on entries using hash (url);
