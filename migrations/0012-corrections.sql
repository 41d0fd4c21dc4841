-- What people say of stories: that reports do not belong together, or do. Kept for good, also when it is taken back or the
-- entries are forgotten: each is labelled data for the next training.

create table corrections (
  id uuid primary key,
  -- apart: entries that tell another story; together: two stories that are one.
  kind text not null,
  story_id uuid not null,
  -- Gone with the reader; what was said stays.
  reader_id uuid references readers on delete set null,
  by_operator boolean not null,
  at timestamptz not null default now(),
  undone_at timestamptz
);
create index corrections_by_time on corrections (at desc, id);

create table correction_pairs (
  correction_id uuid not null references corrections on delete cascade,
  kind text not null,
  a uuid not null,
  b uuid not null,
  -- Both entries as they were: {title, text, language, publishedAt, source}.
  a_entry jsonb not null,
  b_entry jsonb not null,
  primary key (correction_id, a, b)
);
create index correction_pairs_by_entries on correction_pairs (a, b);

-- Entities that an operator says are one: what names the alias speaks of the other.
create table entity_merges (
  alias_id text primary key,
  entity_id text not null,
  reader_id uuid references readers on delete set null,
  at timestamptz not null default now()
);
