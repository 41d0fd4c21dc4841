/**
 * One row of the rank format as the words of this program: a profile and its candidates, with the features that pages are
 * made with. Reading is total: whatever a row holds becomes a row or a problem.
 */
import type { Embedder } from '../domain/embedding.ts'
import type { EntryId, SourceId, StoryId, TopicId } from '../domain/ids.ts'
import type { Candidate } from '../domain/page.ts'
import type { Problem } from '../domain/problem.ts'
import type { Follow, Mute, Profile, Signal } from '../domain/reader.ts'
import type { TopicScore } from '../domain/topic.ts'
import type { SignalStory } from '../pipeline/readers/apply-signal.ts'
import { foldWords } from '../pipeline/readers/fold-words.ts'
import { profileOf } from '../pipeline/readers/profile-of.ts'

export type RankItem = {
  readonly id: string
  readonly title: string
  readonly summary?: string
  readonly categories: readonly string[]
  readonly publishedAtMs?: number
  readonly source?: string
}

export type RankRow = {
  readonly nowMs: number
  /** Oldest first. */
  readonly history: readonly RankItem[]
  readonly candidates: readonly RankItem[]
  readonly follows: readonly Named[]
  readonly mutes: readonly (Named & { readonly strength: Mute['strength']; readonly untilMs?: number })[]
}

/** What a follow or a mute names. `any`: whatever is called so, a topic, a source, or words in a title. */
type Named = { readonly kind: 'any' | 'words' | 'topic' | 'source'; readonly name: string }

export type RankInput = {
  readonly profile: Profile
  readonly candidates: readonly Candidate[]
  /** Ids of the rows' candidates by the ids they have inside: an id may stand in a row twice. */
  readonly ids: ReadonlyMap<StoryId, string>
  readonly nowMs: number
}

const itemsMax = 10_000
const namedMax = 20_000
/** A history without times is taken as a few stories a day. */
const spacingMs = 86_400_000 / 4
/** A narrower category counts half: it says the same again, more exactly. */
const categoryScores = [1, 0.5]
/** A headline says what a story is about; its summary adds to it, half as loudly. */
const summaryShare = 0.5

/** Reads a row; a problem when it has no list of candidates. */
export function readRankRow(value: Readonly<Record<string, unknown>>): RankRow | Problem {
  const profile = recordOf(value['profile'])
  if (!Array.isArray(value['candidates']))
    return { code: 'candidates-missing', message: `candidates must be a list; received ${typeof value['candidates']}` }
  const history = itemsOf(profile['history'])
  const candidates = itemsOf(value['candidates'])
  const times = [...history, ...candidates].flatMap(({ publishedAtMs }) => publishedAtMs ?? [])
  return {
    nowMs: timeOf(value['now']) ?? times.reduce((latest, each) => Math.max(latest, each), 0),
    history,
    candidates,
    follows: listOf(profile['follows']).flatMap((each) => namedOf(each) ?? []),
    mutes: listOf(profile['mutes']).flatMap((each) => {
      const named = namedOf(each)
      const untilMs = timeOf(recordOf(each)['until'])
      const strength = recordOf(each)['strength'] === 'less' ? 'less' : 'none'
      return named === undefined ? [] : [{ ...named, strength, ...(untilMs === undefined ? {} : { untilMs }) }]
    }),
  }
}

/** The row with its vectors, ready to be ranked. Without an embedder, relevance knows nothing. */
export async function rankInputOf(row: RankRow, embedder: Embedder | undefined): Promise<RankInput> {
  const items = [...row.history, ...row.candidates]
  const vectors = embedder === undefined ? [] : await vectorsOf(items, embedder)
  const follows = row.follows.flatMap(followsOf)
  const ids = new Map<StoryId, string>()
  const candidates = row.candidates.map((item, place): Candidate => {
    const id = innerId(item.id, ids)
    ids.set(id, item.id)
    return candidateOf(item, { id, nowMs: row.nowMs, embedding: vectors[row.history.length + place], follows })
  })
  const stories = new Map<StoryId, SignalStory>()
  const signals = row.history.map((item, place): Signal => {
    // Ids of the history are kept apart: a candidate that was opened before is still to be ranked.
    const id = `opened ${place}` as StoryId
    stories.set(id, openedOf(item, id, vectors[place], follows))
    const atMs = item.publishedAtMs ?? row.nowMs - (row.history.length - place) * spacingMs
    return { id: `${place}`, kind: 'opened', atMs, storyId: id }
  })
  const mutes = row.mutes.flatMap(mutesOf)
  const profile = profileOf({ follows, mutes, dials: { familiarExploring: 0 }, signals, stories })
  return { profile, candidates, ids, nowMs: row.nowMs }
}

function innerId(id: string, taken: ReadonlyMap<StoryId, string>): StoryId {
  let inner = id
  while (taken.has(inner as StoryId)) inner += "'"
  return inner as StoryId
}

function candidateOf(
  item: RankItem,
  given: { id: StoryId; nowMs: number; embedding: Float32Array | undefined; follows: readonly Follow[] },
): Candidate {
  const atMs = item.publishedAtMs ?? Number.NaN
  return {
    story: {
      id: given.id,
      headline: item.title,
      language: 'und',
      // A row's item is one report of one outlet, under its own id.
      entryIds: [given.id as string as EntryId],
      sourceIds: sourcesOf(item),
      firstAtMs: atMs,
      latestAtMs: atMs,
      keyPoints: item.summary === undefined ? [] : [item.summary],
      topics: topicsOf(item, given.follows),
      entities: [],
      importance: 0,
    },
    popularity: 0,
    ...(given.embedding === undefined ? {} : { embedding: given.embedding }),
  }
}

function openedOf(
  item: RankItem,
  id: StoryId,
  embedding: Float32Array | undefined,
  follows: readonly Follow[],
): SignalStory {
  const common = { id, title: item.title, topics: topicsOf(item, follows), sourceIds: sourcesOf(item), entries: 1 }
  return embedding === undefined ? common : { ...common, embedding }
}

function sourcesOf({ source }: RankItem): SourceId[] {
  return source === undefined ? [] : [sourceOf(source)]
}

/** Categories as topics, and each followed topic whose words stand in the title or the summary. */
function topicsOf(item: RankItem, follows: readonly Follow[]): TopicScore[] {
  const topics = new Map<TopicId, TopicScore>()
  for (const [place, label] of item.categories.entries()) {
    const id = topicOf(label)
    const score = categoryScores[Math.min(place, categoryScores.length - 1)] ?? 0
    if (!topics.has(id)) topics.set(id, { id, label, kind: 'subject', score })
  }
  const words = ` ${foldWords(`${item.title} ${item.summary ?? ''}`).join(' ')} `
  for (const follow of follows)
    if (
      follow.kind === 'topic' &&
      !topics.has(follow.topicId) &&
      words.includes(` ${foldWords(follow.label).join(' ')} `)
    )
      topics.set(follow.topicId, { id: follow.topicId, label: follow.label, kind: 'query', score: 1 })
  return [...topics.values()]
}

/** Names that differ in case only are one. */
function topicOf(label: string): TopicId {
  return `query:${foldWords(label).join(' ')}` as TopicId
}

function sourceOf(name: string): SourceId {
  return foldWords(name).join(' ') as SourceId
}

function followsOf({ kind, name }: Named): Follow[] {
  const topic: Follow = { kind: 'topic', topicId: topicOf(name), label: name }
  const source: Follow = { kind: 'source', sourceId: sourceOf(name), label: name }
  return kind === 'source' ? [source] : kind === 'any' ? [topic, source] : [topic]
}

function mutesOf({ kind, name, strength, untilMs }: RankRow['mutes'][number]): Mute[] {
  const rest = { strength, ...(untilMs === undefined ? {} : { untilMs }) }
  const words: Mute = { what: { kind: 'words', words: name }, ...rest }
  const topic: Mute = { what: { kind: 'topic', topicId: topicOf(name), label: name }, ...rest }
  const source: Mute = { what: { kind: 'source', sourceId: sourceOf(name), label: name }, ...rest }
  return kind === 'any' ? [words, topic, source] : [{ words, topic, source }[kind]]
}

/** A vector of each item: its title's, with its summary's where there is one. */
async function vectorsOf(items: readonly RankItem[], embedder: Embedder): Promise<Float32Array[]> {
  const summarised = items.filter(({ summary }) => summary !== undefined)
  const vectors = await embedder.embed([
    ...items.map(({ title }) => title),
    ...summarised.map(({ summary }) => summary ?? ''),
  ])
  const bySummary = new Map(summarised.map((item, place) => [item, vectors[items.length + place]]))
  return items.map((item, place) => {
    const title = vectors[place] ?? new Float32Array(embedder.dimensions)
    const summary = bySummary.get(item)
    if (summary === undefined) return title
    const both = title.map((value, at) => value + summaryShare * (summary[at] ?? 0))
    const length = Math.hypot(...both)
    return length === 0 ? title : both.map((value) => value / length)
  })
}

function itemsOf(value: unknown): RankItem[] {
  return listOf(value)
    .slice(0, itemsMax)
    .map((each, place) => {
      const item = recordOf(each)
      const summary = textOf(item['summary'])
      const publishedAtMs = timeOf(item['publishedAt'])
      const source = textOf(item['source'])
      return {
        id: textOf(item['id']) ?? (typeof item['id'] === 'number' ? String(item['id']) : String(place)),
        title: textOf(item['title']) ?? '',
        categories: listOf(item['categories']).flatMap((category) => textOf(category) ?? []),
        ...(summary === undefined ? {} : { summary }),
        ...(publishedAtMs === undefined ? {} : { publishedAtMs }),
        ...(source === undefined ? {} : { source }),
      }
    })
}

function namedOf(value: unknown): Named | undefined {
  const whole = textOf(value)
  if (whole !== undefined) return { kind: 'any', name: whole }
  const record = recordOf(value)
  for (const kind of ['words', 'topic', 'source'] as const) {
    const name = textOf(record[kind])
    if (name !== undefined) return { kind, name }
  }
  const name = textOf(record['label']) ?? textOf(record['name'])
  const kind = (['words', 'topic', 'source'] as const).find((each) => each === record['kind'])
  return name === undefined ? undefined : { kind: kind ?? 'any', name }
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, namedMax) : []
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // An object that JSON gave has string keys and values of unknown type.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value : Number.NaN
  return Number.isFinite(time) ? time : undefined
}
