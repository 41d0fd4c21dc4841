-- By which words, names and code the stored articles were understood; empty until a program says it.

create table understanding_state (
  only_row boolean primary key default true check (only_row),
  version text not null
);
insert into understanding_state (version) values ('');
