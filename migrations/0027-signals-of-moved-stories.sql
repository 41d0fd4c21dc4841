-- What a reader did with a story goes with it when it becomes part of another; pages before that showed it under its own id.

alter table signals add column shown_as uuid;
create index signals_by_story on signals (story_id);
