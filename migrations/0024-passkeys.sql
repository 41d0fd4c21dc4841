-- Keys on readers' devices that they sign in with instead of a password.

create table passkeys (
  id uuid primary key default gen_random_uuid(),
  -- The device's own name for the key.
  credential_id bytea not null unique,
  reader_id uuid not null references readers on delete cascade,
  name text not null,
  public_key bytea not null,
  algorithm int not null,
  counter bigint not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_by_reader on passkeys (reader_id);

-- What a device is asked to sign, once: digests of random numbers.
create table passkey_challenges (
  digest bytea primary key,
  -- Whose new key it is for; null: somebody who signs in.
  reader_id uuid references readers on delete cascade,
  expires_at timestamptz not null
);
