/** Branded identifiers. All are strings that a person can copy; none carries meaning beyond equality. */

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** UUID derived from the source's canonical feed URL. */
export type SourceId = Branded<'SourceId'>
/** UUID derived from the source and the entry's own key, so the same entry always gets the same id. */
export type EntryId = Branded<'EntryId'>
/** UUID of a story; stays with the story through splits and merges. */
export type StoryId = Branded<'StoryId'>
/** UUID of a reader. */
export type ReaderId = Branded<'ReaderId'>
/** `kind:slug` of an entity, such as `country:CN` or `person:ada-lovelace`. Stable across articles and languages. */
export type EntityId = Branded<'EntityId'>
/** `medtop:NNNNNNNN`, `entity:ENTITY`, `relation:ENTITY|ENTITY` (sorted) or `query:UUID`. */
export type TopicId = Branded<'TopicId'>
