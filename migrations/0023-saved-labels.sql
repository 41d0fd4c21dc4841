-- A reader sorts what they saved by labels of their own.

alter table saved add column labels text[] not null default '{}';
