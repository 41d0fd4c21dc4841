/** The thread that holds the hot window of entries and forms stories from them. It begins empty and must be loaded. */
import type { EntryId, StoryId } from '../../domain/ids.ts'
import type { Correction, StoryEntry } from '../../domain/story.ts'
import { joinLinked, type LanguageLink } from '../../pipeline/stories/across-languages.ts'
import { nameStories, storyIdOf } from '../../pipeline/stories/name-stories.ts'
import { StoryIndex } from '../../pipeline/stories/story-index.ts'
import { storySettings } from '../../pipeline/stories/story-settings.ts'
import { detectLanguage } from '../../pipeline/understand/language.ts'
import type { UnreadEntry } from '../story-entry.ts'
import { answerRequests } from './answer.ts'

export type StoryRequest =
  /** Entries that have a story already; `first` empties the window before, `last` says that it is whole. */
  | {
      readonly task: 'load'
      readonly first: boolean
      readonly last: boolean
      readonly entries: readonly { readonly entry: UnreadEntry; readonly storyId: StoryId }[]
    }
  | { readonly task: 'add'; readonly entries: readonly UnreadEntry[] }
  | {
      readonly task: 'settle'
      readonly full: boolean
      readonly windowDays: number
      readonly corrections: readonly Correction[]
      /** Reports whose stories are one in different languages. */
      readonly links: readonly LanguageLink[]
    }
  /** What was answered last may not have been saved: the window is wanted anew. */
  | { readonly task: 'forget' }

/** Where an entry belongs now, and where it belonged before. */
export type Placement = { readonly entryId: EntryId; readonly storyId: StoryId; readonly formerId?: StoryId }

/** `loaded: false`: the thread is new and wants the window first. */
export type StoryReply =
  | { readonly loaded: false }
  | { readonly loaded: true; readonly placements: readonly Placement[]; readonly held: number }

let index = new StoryIndex(storySettings)
let storyOf = new Map<EntryId, StoryId>()
let newestMs = 0
/** Every entry of the window, in its newest version. */
const entriesHeld = new Map<EntryId, StoryEntry>()
let isLoaded = false
/** Entries that word statistics were taken of. */
let weighed = 0
/** What people said of entries, as of the last settling. */
let corrections: readonly Correction[] = []
let links: readonly LanguageLink[] = []
/** So many entries may be placed before words were weighed at all. */
const unweighedMax = 512
/**
 * From so many times the entries that were weighed, words are weighed anew before more are placed by them. It costs what forming
 * all stories does, and they are formed once more when no more entries come.
 */
const growthMax = 32

answerRequests<StoryRequest>((request): StoryReply => {
  switch (request.task) {
    case 'load':
      load(request)
      return { loaded: true, placements: [], held: index.size }
    case 'add':
      if (!isLoaded) return { loaded: false }
      return { loaded: true, placements: place(request.entries.map(inItsLanguage)), held: index.size }
    case 'settle':
      if (!isLoaded) return { loaded: false }
      return { loaded: true, placements: settle(request), held: index.size }
    case 'forget':
      isLoaded = false
      return { loaded: false }
  }
})

function load({ first, last, entries }: Extract<StoryRequest, { task: 'load' }>): void {
  if (first) {
    index = new StoryIndex(storySettings)
    storyOf = new Map()
    entriesHeld.clear()
  }
  for (const { entry, storyId } of entries) {
    storyOf.set(entry.id, storyId)
    newestMs = Math.max(newestMs, entry.publishedAtMs)
    entriesHeld.set(entry.id, inItsLanguage(entry))
  }
  // Taken in all at once, which is much quicker than one by one.
  if (last) form()
  isLoaded = last
}

/** Told as understanding tells it, which comes later: its language is that of its stories from the start. */
function inItsLanguage({ declaredLanguage, language, ...entry }: UnreadEntry): StoryEntry {
  return { ...entry, language: language ?? detectLanguage(`${entry.title}\n${entry.text}`, declaredLanguage) }
}

/** Forms all stories from the entries themselves: what came and went before leaves no trace. */
function form(): void {
  index = new StoryIndex(storySettings, corrections)
  index.load([...entriesHeld.values()])
  weighed = index.size
}

/** One by one, unless that would be by statistics of too few. Every entry gets a placement, moved or not. */
function place(entries: readonly StoryEntry[]): Placement[] {
  if (index.size + entries.length <= Math.max(unweighedMax, growthMax * weighed)) return entries.map(add)
  for (const entry of entries) {
    entriesHeld.set(entry.id, entry)
    newestMs = Math.max(newestMs, entry.publishedAtMs)
  }
  form()
  return name(new Set(entries.map(({ id }) => id)))
}

function add(entry: StoryEntry): Placement {
  const formerId = storyOf.get(entry.id)
  entriesHeld.set(entry.id, entry)
  const { story } = index.add(entry)
  const companion = story.find((id) => id !== entry.id && storyOf.has(id))
  const storyId = (companion === undefined ? undefined : storyOf.get(companion)) ?? formerId ?? storyIdOf(entry.id)
  storyOf.set(entry.id, storyId)
  newestMs = Math.max(newestMs, entry.publishedAtMs)
  return { entryId: entry.id, storyId, ...(formerId === undefined ? {} : { formerId }) }
}

function settle({
  full,
  windowDays,
  corrections: given,
  links: linked,
}: Extract<StoryRequest, { task: 'settle' }>): Placement[] {
  for (const id of index.expire({ newestMs, days: windowDays })) {
    storyOf.delete(id)
    entriesHeld.delete(id)
  }
  corrections = given
  links = linked
  if (full) form()
  else {
    index.correct(corrections)
    index.settle()
  }
  return name(new Set())
}

/** Names the stories as they stand: who moved, and those who are `asked` for. */
function name(asked: ReadonlySet<EntryId>): Placement[] {
  // Named over the whole window, so that an id is never given to two stories.
  const named = nameStories(joinLinked(index.groups(), links, corrections), storyOf)
  const placements: Placement[] = []
  for (const [entryId, storyId] of named) {
    const formerId = storyOf.get(entryId)
    if (formerId === storyId && !asked.has(entryId)) continue
    storyOf.set(entryId, storyId)
    placements.push({ entryId, storyId, ...(formerId === undefined ? {} : { formerId }) })
  }
  return placements
}
