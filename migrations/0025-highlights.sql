-- What readers marked in articles: the words, and what finds them again after the article was edited.

create table highlights (
  reader_id uuid not null references readers on delete cascade,
  -- The client's own, so that what is sent twice counts once.
  id text not null,
  -- No reference: an entry may go, and what a reader wrote out of it stays.
  entry_id uuid not null,
  -- Where the entry stood when it was marked; where it stands in another story by now, that one counts.
  story_id uuid,
  quote text not null,
  before text not null,
  after text not null,
  -- How many characters stood before it, white space not counted.
  start int not null,
  at timestamptz not null default now(),
  primary key (reader_id, id)
);
create index highlights_by_entry on highlights (reader_id, entry_id);

-- What is saved goes with a story that becomes part of another.
create index saved_by_story on saved (story_id);
