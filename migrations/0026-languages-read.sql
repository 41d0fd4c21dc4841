-- The languages that a reader reads, by code; none chosen means all of them.

alter table readers add column reads text[] not null default '{}';
