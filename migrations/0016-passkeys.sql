-- Keys that a reader's device keeps, and the questions that are out to devices.

create table passkeys (
  id uuid primary key default gen_random_uuid(),
  reader_id uuid not null references readers on delete cascade,
  name text not null,
  -- As the device names it: base64url.
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_by_reader on passkeys (reader_id);

create table passkey_challenges (
  challenge text primary key,
  -- Set: to register for this reader. Else: to sign in.
  reader_id uuid references readers on delete cascade,
  expires_at timestamptz not null
);
