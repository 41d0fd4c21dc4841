-- People whom the news calls by one name alone, and who is meant.

-- What each story calls whom: `full_id` is '' where it only has the short name. `latest_at` is the story's.
create table short_names (
  story_id uuid not null,
  short_id text not null,
  full_id text not null,
  name text not null,
  latest_at timestamptz not null,
  primary key (story_id, short_id, full_id)
);
create index short_names_by_short on short_names (short_id, latest_at);
create index short_names_by_time on short_names (latest_at);

-- Whom a short name means in the news of these days. `at`: of what those who follow or mute the one came to follow or mute by it.
create table meant_names (
  short_id text primary key,
  full_id text not null,
  name text not null,
  at timestamptz not null default now()
);
