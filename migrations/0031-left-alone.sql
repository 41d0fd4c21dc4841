-- Until when a server asked to be left alone (429 and 503 with Retry-After). Nobody's wish to ask it sooner is heard until then.

alter table sources add column left_alone_until timestamptz;
