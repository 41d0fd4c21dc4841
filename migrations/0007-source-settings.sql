-- What a person decided about a source: its name (then the feed's own no longer replaces it), whether its pages are read
-- for the full text (auto: when the feed gives too little), and how often it is asked.

alter table sources
  add column title_kept boolean not null default false,
  add column full_text text not null default 'auto',
  add column own_interval_minutes integer;
