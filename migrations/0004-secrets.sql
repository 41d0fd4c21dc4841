-- What this installation keeps to itself: the key that signs addresses of proxied pictures.

create table secrets (
  name text primary key,
  value bytea not null
);
