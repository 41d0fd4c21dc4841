-- Who may read as whom: what readers sign in with, their sessions, and links that work once.
-- Columns of readers, credentials, sessions and verifications are what the library for sign-in expects; nothing is ever
-- mailed, so a reader's address is made of the id and leads nowhere.

alter table readers
  add column email text not null generated always as (id::text || '@readers.invalid') stored unique,
  add column email_verified boolean not null default false,
  add column image text,
  add column updated_at timestamptz not null default now();

create table credentials (
  id uuid primary key default gen_random_uuid(),
  reader_id uuid not null references readers on delete cascade,
  account_id text not null,
  provider_id text not null,
  -- A salted scrypt digest.
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index credentials_by_reader on credentials (reader_id);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  reader_id uuid not null references readers on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_by_reader on sessions (reader_id);

create table verifications (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);

-- Links that work once: an invitation to somebody new, or a way in for a reader who is there.
create table entry_links (
  id uuid primary key default gen_random_uuid(),
  digest bytea not null unique,
  reader_id uuid references readers on delete cascade,
  made_by uuid references readers on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);

-- Keys with which programs read as a reader.
create table access_tokens (
  id uuid primary key default gen_random_uuid(),
  reader_id uuid not null references readers on delete cascade,
  name text not null,
  digest bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index access_tokens_by_reader on access_tokens (reader_id);

-- Tries to sign in, by address and by name, so that a restart forgives none. Subjects are digests.
create table sign_in_tries (
  id bigint generated always as identity primary key,
  subject bytea not null,
  at timestamptz not null default now()
);
create index sign_in_tries_by_subject on sign_in_tries (subject, at);
