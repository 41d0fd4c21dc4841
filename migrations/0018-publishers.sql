-- Publishers that send by themselves: keys for the push API and what was answered under them, and subscriptions at hubs.

create table push_keys (
  id uuid primary key,
  -- One key, one source.
  source_id uuid not null,
  name text not null,
  -- SHA-256 of the key, which is shown once and kept nowhere.
  digest bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- What was answered to a request that named an idempotency key: sent again, it is answered the same and done once.
create table push_receipts (
  key_id uuid not null references push_keys on delete cascade,
  idempotency_key text not null,
  body_digest bytea not null,
  answer jsonb not null,
  at timestamptz not null default now(),
  primary key (key_id, idempotency_key)
);
create index push_receipts_by_time on push_receipts (at);

-- WebSub (W3C Recommendation of 2018): what a source's hub was asked for and has confirmed.
create table hub_subscriptions (
  source_id uuid primary key references sources on delete cascade,
  hub_url text not null,
  topic_url text not null,
  -- The last part of the callback's address: who knows it may speak for the hub.
  token text not null unique,
  secret text not null,
  asked_at timestamptz,
  -- Until when the hub said that it sends; null before it confirmed.
  lease_until timestamptz,
  next_at timestamptz not null default now(),
  failures integer not null default 0,
  problem jsonb
);
create index hub_subscriptions_due on hub_subscriptions (next_at);
