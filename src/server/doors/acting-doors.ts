/** Doors for what a reader does: signals, follows, mutes, dials, languages. Each change is told on the bus in its own transaction. */

import { isUuid } from '../../domain/derive-id.ts'
import type { ReaderId, TopicId } from '../../domain/ids.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Follow, Mute, Signal } from '../../domain/reader.ts'
import { saveProfile } from '../../jobs/update-profile.ts'
import type { Work } from '../../jobs/work.ts'
import { foldName } from '../../pipeline/readers/fold-words.ts'
import type { Database } from '../../platform/storage/database.ts'
import { mergedTopicId } from '../../platform/storage/entity-merges.ts'
import { idsHere } from '../../platform/storage/named-things.ts'
import { publish } from '../../platform/storage/outbox.ts'
import { listQueries } from '../../platform/storage/queries.ts'
import {
  dropFollow,
  dropMute,
  dropSignals,
  forgetInterest,
  holdReader,
  loadFollows,
  loadMutes,
  saveDials,
  saveFollow,
  saveLearningPaused,
  saveMutes,
  saveReads,
  saveSignals,
} from '../../platform/storage/readers.ts'
import { sourceNamed } from '../../platform/storage/source-names.ts'
import { currentStoryIds } from '../../platform/storage/story-cards.ts'
import { loadTopic, type StoredTopic, saveTopic } from '../../platform/storage/topics.ts'
import type { Doors, FollowTarget, MuteTarget } from '../doors.ts'
import type { PageLogs } from './page-log.ts'
import { muteIdOf } from './profile-view.ts'
import { queryOf } from './query-doors.ts'
import type { ReaderStates } from './reader-state.ts'

type ActingDoors = Pick<
  Doors,
  | 'signals'
  | 'withdraw'
  | 'follow'
  | 'unfollow'
  | 'mute'
  | 'unmute'
  | 'setDials'
  | 'setReads'
  | 'pauseLearning'
  | 'forget'
>

const mutesMax = 20_000

/** `offered`: subjects and countries of the first run. They can be followed before any article has been about them. */
export function actingDoors(
  work: Work,
  {
    states,
    log,
    offered,
  }: { readonly states: ReaderStates; readonly log: PageLogs; readonly offered: readonly StoredTopic[] },
): ActingDoors {
  const { db } = work
  /** Changes, tells, and has the reader's next page know of it. */
  const change = async <T>(id: ReaderId, act: (tx: Database) => Promise<T>): Promise<T> => {
    const result = await db.transaction().execute(async (tx) => {
      const done = await act(tx)
      await saveProfile(tx, id)
      await publish(tx, { kind: 'reader-changed', readerId: id })
      return done
    })
    states.forget(id)
    return result
  }
  return {
    signals: async (reader, signals) => {
      const { known, unknown } = await parted(db, signals, [
        ...offered.map(({ id }) => id),
        ...(await listQueries(db, reader.id, undefined)).map(({ id }) => id),
      ])
      await log.flushOf(reader.id)
      const accepted = await change(reader.id, async (tx) => await saveSignals(tx, reader.id, known))
      return { accepted, repeated: known.length - accepted, unknown }
    },
    withdraw: async (reader, { kind, storyId }) => {
      if (isUuid(storyId)) await change(reader.id, async (tx) => await dropSignals(tx, reader.id, kind, storyId))
    },
    follow: async (reader, target) => {
      const follow = (await followOf(db, target, reader.id)) ?? (await firstFollowOf(work, offered, target))
      if (follow === undefined) return undefined
      return await change(reader.id, async (tx) => ({ ...(await followOnce(tx, reader.id, follow)), newCount: 0 }))
    },
    unfollow: async (reader, target) => await change(reader.id, async (tx) => await unfollow(tx, reader.id, target)),
    mute: async (reader, targets, { strength, untilMs }) => {
      const mutes: Mute[] = []
      for (const target of targets) {
        const what = await muted(db, target, reader.id)
        if ('refused' in what) return what
        mutes.push({ what, strength, ...(untilMs === undefined ? {} : { untilMs }) })
      }
      return await change(reader.id, async (tx) => {
        // Of what comes at once each sees what the one before it made.
        await holdReader(tx, reader.id)
        const known = new Set((await loadMutes(tx, reader.id)).map(muteIdOf))
        const added = new Set(mutes.map(muteIdOf).filter((id) => !known.has(id))).size
        if (known.size + added > mutesMax) return { refused: mutesTooMany(known.size, added) }
        return { mutes: await saveMutes(tx, reader.id, mutes) }
      })
    },
    unmute: async (reader, muteId) => {
      const at = muteId.indexOf(':')
      await change(reader.id, async (tx) => await dropMute(tx, reader.id, muteId.slice(0, at), muteId.slice(at + 1)))
    },
    setDials: async (reader, dials) => await change(reader.id, async (tx) => await saveDials(tx, reader.id, dials)),
    setReads: async (reader, languages) =>
      await change(reader.id, async (tx) => await saveReads(tx, reader.id, languages)),
    pauseLearning: async (reader, paused) =>
      await change(reader.id, async (tx) => await saveLearningPaused(tx, reader.id, paused)),
    forget: async (reader, what) => await change(reader.id, async (tx) => await forgetInterest(tx, reader.id, what)),
  }
}

/** Signals that name only what is here, and ids of the others; `topics`: further ones than those that articles are about. */
async function parted(
  db: Database,
  signals: readonly Signal[],
  topics: readonly TopicId[],
): Promise<{ readonly known: readonly Signal[]; readonly unknown: string[] }> {
  const named = <Id extends string>(idOf: (signal: Signal) => Id | undefined): Id[] => [
    ...new Set(signals.flatMap((signal) => idOf(signal) ?? [])),
  ]
  const current = await currentStoryIds(db, named(({ storyId }) => storyId).filter(isUuid))
  const here = await idsHere(db, {
    stories: [...current.values()],
    topics: named(({ topicId }) => topicId),
    sources: named(({ sourceId }) => sourceId).filter(isUuid),
  })
  const others = new Set<string>(topics)
  const isKnown = ({ storyId, topicId, sourceId }: Signal): boolean =>
    (storyId === undefined || here.has((current.get(storyId) ?? storyId).toLowerCase())) &&
    (topicId === undefined || here.has(topicId) || others.has(topicId)) &&
    (sourceId === undefined || here.has(sourceId.toLowerCase()))
  const known = signals.filter(isKnown)
  return { known, unknown: signals.filter((signal) => !known.includes(signal)).map(({ id }) => id) }
}

/** `readerId`: whose own queries count as topics too. */
async function followOf(db: Database, target: FollowTarget, readerId: ReaderId): Promise<Follow | undefined> {
  switch (target.kind) {
    case 'topic': {
      const query = await queryOf(db, readerId, target.topicId)
      if (query !== undefined) return { kind: 'topic', topicId: query.id, label: query.words }
      // What was merged into another one is followed as that.
      const topic = await loadTopic(db, await mergedTopicId(db, target.topicId))
      return topic === undefined ? undefined : { kind: 'topic', topicId: topic.id, label: topic.label }
    }
    case 'source': {
      const source = await sourceNamed(db, target.sourceId)
      return source === undefined ? undefined : { kind: 'source', sourceId: source.id, label: source.title }
    }
    case 'author':
      return target
  }
}

/** The follow of a topic of the first run that no article has been about: it has a page from now on. */
async function firstFollowOf(
  { db, now }: Work,
  offered: readonly StoredTopic[],
  target: FollowTarget,
): Promise<Follow | undefined> {
  const topic = target.kind === 'topic' ? offered.find(({ id }) => id === target.topicId) : undefined
  if (topic === undefined) return undefined
  await saveTopic(db, topic, new Date(now()))
  return { kind: 'topic', topicId: topic.id, label: topic.label }
}

/** The follow as it is then: an author who is followed already stays so by the name that was given first. */
async function followOnce(tx: Database, readerId: ReaderId, follow: Follow): Promise<Follow> {
  // Of two that come at once the second sees what the first one made.
  await holdReader(tx, readerId)
  const [same = follow] = follow.kind === 'author' ? await authorFollows(tx, readerId, follow.name) : []
  await saveFollow(tx, readerId, same)
  return same
}

async function unfollow(tx: Database, readerId: ReaderId, target: FollowTarget): Promise<void> {
  switch (target.kind) {
    case 'topic':
      return await dropFollow(tx, readerId, 'topic', target.topicId)
    case 'source':
      return await dropFollow(tx, readerId, 'source', target.sourceId)
    case 'author':
      for (const { name } of await authorFollows(tx, readerId, target.name))
        await dropFollow(tx, readerId, 'author', name)
  }
}

/** Whom of this name the reader follows, however it is written: reports are theirs however they write it. */
async function authorFollows(db: Database, readerId: ReaderId, name: string) {
  const folded = foldName(name)
  return (await loadFollows(db, readerId)).flatMap((follow) =>
    follow.kind === 'author' && (follow.name === name || (folded !== '' && foldName(follow.name) === folded))
      ? [follow]
      : [],
  )
}

function mutesTooMany(known: number, added: number): Problem {
  const message = `${known} mutes are there and ${added} more were sent; ${mutesMax} are the most.`
  return { code: 'mutes-too-many', message }
}

type Refused = { readonly refused: { readonly code: string; readonly message: string } }

async function muted(db: Database, target: MuteTarget, readerId: ReaderId): Promise<Mute['what'] | Refused> {
  if (target.kind === 'words') return target
  const found = await followOf(db, target, readerId)
  if (found?.kind === 'topic') return { kind: 'topic', topicId: found.topicId, label: found.label }
  if (found?.kind === 'source') return { kind: 'source', sourceId: found.sourceId, label: found.label }
  const id: string | TopicId = target.kind === 'topic' ? target.topicId : target.sourceId
  return { refused: { code: `${target.kind}-unknown`, message: `There is no ${target.kind} ${JSON.stringify(id)}.` } }
}
