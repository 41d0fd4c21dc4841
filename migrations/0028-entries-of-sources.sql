-- How many entries of each source are known: those that were pushed, or here before their source was removed and added, were not counted.

update sources set entries_seen = (select count(*) from entries where source_id = sources.id);
