-- What a page showed stands side by side in columns, by place: a third of the work that a document took, and less room.
-- `features` holds the values of `feature_names` for the first story, then those for the second, and so on; `reasons` names
-- the features that were given as reasons for each story, the strongest first, with spaces between.

alter table pages
  add column story_ids uuid[],
  add column scores real[],
  add column propensities real[],
  add column feature_names text[],
  add column features real[],
  add column reasons text[];

update pages p set
  story_ids = array(select (i.item->>'storyId')::uuid
    from jsonb_array_elements(p.items) with ordinality i(item, place) order by i.place),
  scores = array(select (i.item->>'score')::real
    from jsonb_array_elements(p.items) with ordinality i(item, place) order by i.place),
  propensities = array(select (i.item->>'propensity')::real
    from jsonb_array_elements(p.items) with ordinality i(item, place) order by i.place),
  feature_names = named.names,
  features = array(select coalesce((i.item->'features'->>n.name)::real, 0)
    from jsonb_array_elements(p.items) with ordinality i(item, place), unnest(named.names) with ordinality n(name, place)
    order by i.place, n.place),
  reasons = array(select array_to_string(array(
      select r.name from jsonb_array_elements_text(i.item->'reasons') with ordinality r(name, place) order by r.place), ' ')
    from jsonb_array_elements(p.items) with ordinality i(item, place) order by i.place)
from (
  select q.reader_id, q.id, q.made_at, array(
    select distinct f.name from jsonb_array_elements(q.items) item, jsonb_object_keys(item->'features') f(name) order by 1) as names
  from pages q) named
where named.reader_id = p.reader_id and named.id = p.id and named.made_at = p.made_at;

alter table pages
  alter column story_ids set not null,
  alter column scores set not null,
  alter column propensities set not null,
  alter column feature_names set not null,
  alter column features set not null,
  alter column reasons set not null,
  drop column items;
