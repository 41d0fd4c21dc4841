-- Stories, their members, and the news of a change.

create table stories (
  id uuid primary key,
  headline text not null,
  language text not null,
  first_at timestamptz not null,
  latest_at timestamptz not null,
  entries integer not null,
  sources integer not null,
  key_points text[] not null,
  topics jsonb not null,
  entities jsonb not null,
  importance real not null,
  lead_image jsonb,
  described_at timestamptz not null default now()
);
create index stories_by_time on stories (latest_at desc);

create table story_entries (
  entry_id uuid primary key,
  story_id uuid not null,
  first_seen_at timestamptz not null,
  copy_of uuid
);
create index story_entries_by_story on story_entries (story_id);

create table stories_wanted (
  entry_id uuid primary key,
  first_seen_at timestamptz not null,
  version integer not null default 1
);

-- Where the readers of a story that was merged away are sent.
create table story_moves (
  old_id uuid primary key,
  new_id uuid not null,
  at timestamptz not null default now()
);

create table story_topics (
  topic_id text not null,
  story_id uuid not null,
  score real not null,
  primary key (topic_id, story_id)
);
create index story_topics_by_story on story_topics (story_id);

create table topics (
  id text primary key,
  label text not null,
  kind text not null,
  last_at timestamptz not null
);

create table embeddings_wanted (
  story_id uuid primary key
);

create table story_embeddings (
  story_id uuid not null,
  model text not null,
  headline text not null,
  vector bytea not null,
  primary key (story_id, model)
);

-- Events, published in the transaction of the rows that they tell of.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  payload jsonb not null,
  at timestamptz not null default now()
);
create index outbox_by_time on outbox (at);

-- Whether stories stand as they would whatever the order of arrival; false from a provisional change to the next settling.
create table story_state (
  only_row boolean primary key default true check (only_row),
  settled boolean not null
);
insert into story_state (settled) values (true);
