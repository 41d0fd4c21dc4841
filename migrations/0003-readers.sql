-- Readers and all that is theirs. Each table begins its key with reader_id.

create table readers (
  id uuid primary key,
  name text not null unique,
  created_at timestamptz not null default now(),
  dials jsonb not null default '{}',
  learning_paused boolean not null default false
);

create table follows (
  reader_id uuid not null references readers on delete cascade,
  kind text not null,
  ref text not null,
  label text not null,
  at timestamptz not null default now(),
  primary key (reader_id, kind, ref)
);

create table mutes (
  reader_id uuid not null references readers on delete cascade,
  kind text not null,
  ref text not null,
  label text not null,
  strength text not null,
  until timestamptz,
  at timestamptz not null default now(),
  primary key (reader_id, kind, ref)
);

create table signals (
  reader_id uuid not null,
  id text not null,
  at timestamptz not null,
  kind text not null,
  story_id uuid,
  topic_id text,
  source_id uuid,
  seconds real,
  -- Sent while the reader had learning switched on.
  learns boolean not null,
  primary key (reader_id, id, at)
) partition by range (at);
create table signals_rest partition of signals default;
create index signals_by_reader on signals (reader_id, at desc);

create table saved (
  reader_id uuid not null references readers on delete cascade,
  story_id uuid not null,
  at timestamptz not null default now(),
  primary key (reader_id, story_id)
);

create table profiles (
  reader_id uuid primary key references readers on delete cascade,
  profile jsonb not null,
  made_at timestamptz not null
);

create table pages (
  reader_id uuid not null,
  id uuid not null,
  made_at timestamptz not null,
  model text not null,
  items jsonb not null,
  primary key (reader_id, id, made_at)
) partition by range (made_at);
create table pages_rest partition of pages default;
