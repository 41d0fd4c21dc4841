-- The one model whose vectors are in use; those of another one are never compared with them.

create table embedding_state (
  only_row boolean primary key default true check (only_row),
  model text not null
);
insert into embedding_state (model) values ('use-lite-en-512');
