-- Sources, what they published, and the articles behind it. Entries come in order of arrival and are kept by month, so that
-- forgetting old ones is dropping a table.

create table sources (
  id uuid primary key,
  -- feed: polled; page: single articles that somebody added, by site; push: sent by the publisher.
  kind text not null default 'feed',
  feed_url text not null unique,
  title text not null,
  site_url text,
  language text,
  folders text[] not null default '{}',
  added_at timestamptz not null default now(),
  -- The last answer, for conditional requests; opaque and echoed as received.
  etag text,
  last_modified text,
  body_digest bytea,
  -- When to ask again, and why then.
  next_due_at timestamptz not null default now(),
  interval_minutes real not null default 60,
  interval_why text not null default '',
  unconditional_at timestamptz,
  last_fetch_at timestamptz,
  last_success_at timestamptz,
  failures integer not null default 0,
  problem jsonb,
  stopped_at timestamptz,
  moved_to text,
  moved_count integer not null default 0,
  bytes_received bigint not null default 0,
  bytes_saved bigint not null default 0,
  last_bytes integer not null default 0,
  entries_seen bigint not null default 0
);
create index sources_due on sources (next_due_at) where stopped_at is null and kind = 'feed';

-- The one place that says whether an entry is known: its partition alone cannot.
create table entry_keys (
  entry_id uuid primary key,
  first_seen_at timestamptz not null,
  digest bytea not null
);

create table entries (
  id uuid not null,
  first_seen_at timestamptz not null,
  source_id uuid not null,
  url text,
  title text not null,
  published_at timestamptz not null,
  updated_at timestamptz,
  authors text[] not null default '{}',
  categories text[] not null default '{}',
  -- The entry as the feed gave it, for reading it again when the page comes.
  published jsonb not null,
  primary key (id, first_seen_at)
) partition by range (first_seen_at);
create table entries_rest partition of entries default;
create index entries_by_source on entries (source_id, published_at desc);
create index entries_by_time on entries (published_at desc);

create table articles (
  entry_id uuid not null,
  first_seen_at timestamptz not null,
  title text not null,
  byline text,
  language text,
  site_name text,
  canonical_url text,
  lead_image jsonb,
  videos jsonb not null default '[]',
  key_points text[] not null default '{}',
  related jsonb not null default '[]',
  topic_line text,
  barrier text,
  comment_count integer,
  comments_url text,
  html text not null,
  text text not null,
  -- Whether the page itself was read, or only the feed.
  from_page boolean not null default false,
  primary key (entry_id, first_seen_at)
) partition by range (first_seen_at);
create table articles_rest partition of articles default;
create index articles_by_words on articles using gin (to_tsvector('simple', title || ' ' || left(text, 100000)));

-- What changed when a publisher edited an entry: the former title and text.
create table article_edits (
  entry_id uuid not null,
  at timestamptz not null,
  title text not null,
  text text not null,
  primary key (entry_id, at)
);

-- Work that waits, written in the transaction that makes it necessary and removed in the one that does it.
create table pages_wanted (
  entry_id uuid primary key,
  source_id uuid not null,
  url text not null,
  attempts integer not null default 0,
  due_at timestamptz not null default now()
);
create index pages_wanted_by_source on pages_wanted (source_id, due_at);

create table understanding_wanted (
  entry_id uuid primary key,
  first_seen_at timestamptz not null,
  -- Counts how often it was wanted: whoever takes a row removes it only as it was when it was taken.
  version integer not null default 1
);

create table understandings (
  entry_id uuid not null,
  first_seen_at timestamptz not null,
  language text not null,
  key_points text[] not null,
  topics jsonb not null,
  entities jsonb not null,
  primary key (entry_id, first_seen_at)
) partition by range (first_seen_at);
create table understandings_rest partition of understandings default;

-- Makes this month's and the next months' partitions of a table.
create function ensure_partitions(parent text, months integer) returns void language plpgsql as $$
declare
  first date := date_trunc('month', now() at time zone 'utc');
  at date;
begin
  for n in 0..months loop
    at := first + make_interval(months => n);
    execute format(
      'create table if not exists %I partition of %I for values from (%L) to (%L)',
      parent || to_char(at, '_YYYY_MM'), parent,
      to_char(at, 'YYYY-MM-DD') || ' 00:00:00+00',
      to_char(at + make_interval(months => 1), 'YYYY-MM-DD') || ' 00:00:00+00');
  end loop;
end $$;
