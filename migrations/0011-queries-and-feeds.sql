-- A reader's own queries, which are topics that they follow, and the secret addresses of their feeds.

create table queries (
  reader_id uuid not null references readers on delete cascade,
  id uuid not null,
  -- As it was typed, in the form of websearch_to_tsquery.
  words text not null,
  -- Also stories that mean the same in other words.
  by_meaning boolean not null,
  -- What the words mean, about the middle of short texts; and the model that says so.
  model text,
  vector bytea,
  at timestamptz not null default now(),
  primary key (reader_id, id)
);

-- The addresses of a reader's feeds hold this count, signed: counting on makes the former ones nobody's.
create table feed_addresses (
  reader_id uuid primary key references readers on delete cascade,
  version integer not null default 1
);
