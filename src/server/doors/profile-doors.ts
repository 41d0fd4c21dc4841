/** Doors to what is known of a reader: shown, explained, taken along, brought in from elsewhere, and erased. */

import { deriveId, isUuid } from '../../domain/derive-id.ts'
import type { ReaderId, StoryId } from '../../domain/ids.ts'
import type { Signal } from '../../domain/reader.ts'
import type { Understood } from '../../domain/topic.ts'
import { addOpml } from '../../jobs/add-sources.ts'
import { saveProfile } from '../../jobs/update-profile.ts'
import type { Work } from '../../jobs/work.ts'
import { canonicalUrl } from '../../pipeline/feeds/canonical-url.ts'
import { parseOpml } from '../../pipeline/feeds/opml.ts'
import { explainStory } from '../../pipeline/ranking/explain-story.ts'
import { parseStarred, type StarredItem } from '../../pipeline/readers/starred.ts'
import type { Database } from '../../platform/storage/database.ts'
import { storiesAt } from '../../platform/storage/interest-origins.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { eraseLearned, eraseReader } from '../../platform/storage/reader-erasure.ts'
import { exportReader, loadReader, saveFollows, saveSignals } from '../../platform/storage/readers.ts'

import { sourcesAt } from '../../platform/storage/source-names.ts'
import { currentStoryId } from '../../platform/storage/story-cards.ts'
import type { HistoryResult, WhyView } from '../api/contract/profile.ts'
import type { Doors, Reader, Refusal } from '../doors.ts'
import type { HotWindow } from './hot-window.ts'
import { makePage } from './make-page.ts'
import type { PageLogs } from './page-log.ts'
import type { ProfileDoors } from './profile.ts'
import { muteIdOf, profileView } from './profile-view.ts'
import { type QueryMatches, topicsWithQueries } from './query-matches.ts'
import type { ReaderStates } from './reader-state.ts'
import { reasonView } from './story-card-view.ts'

type Tools = {
  readonly work: Work
  readonly window: HotWindow
  readonly states: ReaderStates
  readonly log: PageLogs
  readonly matches: QueryMatches
  /** The follows as the page shows them. */
  readonly following: Doors['following']
}

/** An item found by what its words are about teaches as a save does, on each topic that it is clearly about. */
const topicScoreMin = 0.3
const topicsPerItem = 4
const understoodPerRun = 48

export function profileDoors(tools: Tools): ProfileDoors & Pick<Doors, 'profile' | 'exportReader'> {
  const { work, window, states, log, following } = tools
  const { db } = work
  return {
    profile: async (reader) =>
      await profileView(db, reader, {
        profile: (await states.of(reader.id)).profile,
        follows: await following(reader),
        sourceTitle: window.sourceTitle,
      }),
    exportReader: async (reader) => {
      await log.flush()
      const { profile } = await states.of(reader.id)
      return {
        reader: { id: reader.id, name: reader.name },
        dials: profile.dials,
        reads: profile.reads ?? [],
        learningPaused: profile.learningPaused,
        ...(await exportReader(db, reader.id)),
      }
    },
    why: async (reader, id, { atMs }) => await why(tools, reader, { id, atMs }),
    importHistory: async (reader, { format, text }) =>
      format === 'opml' ? await importSources(tools, reader, text) : await importStarred(tools, reader, text),
    erase: async (reader, what) => {
      // Pages on their way to the log go first: what is written after the erasure would stay.
      await log.forget(reader.id)
      await db.transaction().execute(async (tx) => {
        await (what === 'learned' ? eraseLearned(tx, reader.id) : eraseReader(tx, reader.id))
        await publish(tx, { kind: 'reader-changed', readerId: reader.id })
      })
      states.forget(reader.id)
      await log.forget(reader.id)
    },
  }
}

async function why(
  { work, window, states, matches }: Tools,
  reader: Reader,
  { id: given, atMs }: { readonly id: StoryId; readonly atMs: number },
): Promise<WhyView | undefined> {
  if (!isUuid(given)) return undefined
  const id = await currentStoryId(work.db, given)
  const [stored] = await window.byId([id])
  if (stored === undefined) return undefined
  const { profile } = await states.of(reader.id)
  const queries = await matches.of(reader.id)
  const { page, background } = makePage(window, profile, { readerId: reader.id, atMs, queries })
  const candidate = window.candidate(stored)
  const explained = explainStory({
    profile,
    candidate: { ...candidate, story: { ...candidate.story, topics: topicsWithQueries(candidate.story, queries) } },
    page,
    background,
    nowMs: atMs,
    weights: window.weights,
    sourceTitle: window.sourceTitle,
  })
  if (explained === undefined) return undefined
  const { mute, reasons, against, features, verdict, text, ...figures } = explained
  const old = window.get(id) === undefined && (verdict === 'outranked' || verdict === 'crowded-out')
  return {
    storyId: id,
    verdict: old ? 'too-old' : verdict,
    text: old ? 'It is older than what pages are made of.' : text,
    ...figures,
    ...(mute === undefined ? {} : { muteId: muteIdOf(mute) }),
    reasons: reasons.map(reasonView),
    against: [...against],
    features: [...features],
  }
}

/** Adds the sources of a list, and follows them all, known ones too. */
async function importSources({ work, states }: Tools, reader: Reader, text: string): Promise<HistoryResult | Refusal> {
  const bytes = new TextEncoder().encode(text)
  const added = await addOpml(work, bytes)
  if (added.kind === 'problem') return { refused: added.problem }
  const urls = parseOpml(bytes).outlines.flatMap(({ feedUrl }) => [feedUrl, canonicalUrl(feedUrl) ?? feedUrl])
  const listed = await sourcesAt(work.db, [...new Set(urls)])
  const follows = listed.map(({ id, title }) => ({ kind: 'source', sourceId: id, label: title }) as const)
  await changed({ work, states }, reader.id, async (tx) => await saveFollows(tx, reader.id, follows))
  return { followed: listed.length, saved: 0, understood: 0, passedOver: 0 }
}

/** Saves the stories of the items that are known here; learns from the words of the others. */
async function importStarred({ work, states }: Tools, reader: Reader, text: string): Promise<HistoryResult | Refusal> {
  const starred = parseStarred(text)
  if (starred === undefined)
    return {
      refused: { code: 'history-unreadable', message: 'This is no list of saved items: it needs {"items": […]}.' },
    }
  const { items, leftOut } = starred
  const stories = await storiesAt(work.db, [...new Set(items.flatMap(({ url }) => [url, canonicalUrl(url) ?? url]))])
  const signals: Signal[] = []
  const others: StarredItem[] = []
  for (const item of items) {
    const storyId = stories.get(item.url) ?? stories.get(canonicalUrl(item.url) ?? item.url)
    if (storyId === undefined) others.push(item)
    else signals.push({ id: importedId(item, ''), kind: 'saved', atMs: timeOf(item, work.now()), storyId })
  }
  const saved = signals.length
  let understood = 0
  for (let start = 0; start < others.length; start += understoodPerRun) {
    const some = others.slice(start, start + understoodPerRun)
    for (const [place, { topics }] of (await understand(work, some)).entries()) {
      const item = some[place]
      const clear = topics.filter(({ score }) => score >= topicScoreMin).slice(0, topicsPerItem)
      if (item === undefined || clear.length === 0) continue
      understood += 1
      for (const { id: topicId } of clear)
        signals.push({ id: importedId(item, topicId), kind: 'saved', atMs: timeOf(item, work.now()), topicId })
    }
  }
  await changed({ work, states }, reader.id, async (tx) => await saveSignals(tx, reader.id, signals))
  return { followed: 0, saved, understood, passedOver: others.length - understood + leftOut }
}

async function understand(work: Work, items: readonly StarredItem[]): Promise<Understood[]> {
  const articles = items.map(({ title, summary = '' }) => ({ title, text: summary }))
  // The thread answers with one Understood an article, in order.
  return (await work.understanding.run({ articles })) as Understood[]
}

/** The same file brought in twice teaches once. */
function importedId({ url }: StarredItem, topicId: string): string {
  return `imported:${deriveId('imported', url, topicId)}`
}

function timeOf({ atMs }: StarredItem, nowMs: number): number {
  return Math.min(atMs ?? nowMs, nowMs)
}

async function changed(
  { work, states }: Pick<Tools, 'work' | 'states'>,
  id: ReaderId,
  act: (tx: Database) => Promise<unknown>,
): Promise<void> {
  await work.db.transaction().execute(async (tx) => {
    if ((await loadReader(tx, id)) === undefined) return
    await act(tx)
    await saveProfile(tx, id)
    await publish(tx, { kind: 'reader-changed', readerId: id })
  })
  states.forget(id)
}
