-- Reports whose stories are one though told in different languages, by the vectors of this model.
create table language_links (
  a uuid not null,
  b uuid not null,
  model text not null,
  at timestamptz not null default now(),
  primary key (a, b)
);

-- What a story says in the other languages that its reports are in: {language: {headline, keyPoints}}.
alter table stories add column in_other_languages jsonb;
