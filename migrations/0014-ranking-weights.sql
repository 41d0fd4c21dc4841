-- What all readers together teach about the weights of features. One row a model; learned from signals up to learned_at.

create table ranking_weights (
  model text primary key,
  shifts jsonb not null,
  signals bigint not null,
  learned_at timestamptz not null
);
