-- Entries wait for their stories from when they are stored; until now they did from when they were understood.
insert into stories_wanted (entry_id, first_seen_at)
select entry_id, first_seen_at from understanding_wanted on conflict do nothing;
