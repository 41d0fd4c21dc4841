-- The sitemaps of an index, as they were when they were last read: a list of url, changedAt, readAtMs, holdsNews, etag, lastModified.

alter table sources add column sitemaps jsonb;
