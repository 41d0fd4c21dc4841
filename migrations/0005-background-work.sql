-- What improves an entry after it has its story, so that a large import need not wait for it.

-- Entries whose text is final and whose subjects are still told by words alone, without the vector of the text.
create table subjects_wanted (
  entry_id uuid primary key,
  first_seen_at timestamptz not null,
  version integer not null default 1
);
create index subjects_wanted_by_time on subjects_wanted (first_seen_at desc, entry_id);

-- Entries about which more is known than the card of their story says.
create table descriptions_wanted (
  entry_id uuid primary key
);

-- Large imports leave many rows waiting; they are taken oldest first.
create index understanding_wanted_by_time on understanding_wanted (first_seen_at, entry_id);
create index stories_wanted_by_time on stories_wanted (first_seen_at, entry_id);
