/** What a reader does: signals, follows, mutes, dials, and the control behind each reason. */
import { z } from '@hono/zod-openapi'
import type { Signal } from '../../domain/reader.ts'
import type { Doors, FollowTarget, MuteTarget, Reader, Refusal } from '../doors.ts'
import { sourceId, storyId, topicId } from '../ids.ts'
import {
  erasureRequestSchema,
  historyBytesMax,
  historyRequestSchema,
  historyResultSchema,
  readsOf,
  readsSchema,
  whySchema,
} from './contract/profile.ts'
import {
  type ControlView,
  controlSchema,
  dialsSchema,
  followSchema,
  followTargetSchema,
  limits,
  mutesRequestSchema,
  type muteTargetSchema,
  profileSchema,
  type signalSchema,
  signalsRequestSchema,
  signalsResultSchema,
  withdrawRequestSchema,
} from './contract.ts'
import { endpoint } from './endpoint.ts'

const doneSchema = z.object({ done: z.literal(true) }).openapi('Done')
const done = { done: true } as const

export const getProfile = endpoint({
  summary: 'What is known of the reader: follows, mutes, dials, learned interests',
  answer: profileSchema,
  handle: ({ doors, reader }) => doors.profile(reader),
})

export const getExport = endpoint({
  summary: 'Everything kept of the reader',
  answer: z.record(z.string(), z.unknown()),
  handle: ({ doors, reader }) => doors.exportReader(reader),
})

export const getFollowing = endpoint({
  summary: 'What the reader follows, with the number of new stories in each',
  answer: z.object({ follows: z.array(followSchema) }),
  handle: async ({ doors, reader }) => ({ follows: [...(await doors.following(reader))] }),
})

export const postSignals = endpoint({
  summary: 'What the reader did. Each signal’s id is the client’s: sent twice, it counts once',
  body: signalsRequestSchema,
  answer: signalsResultSchema,
  handle: ({ doors, reader, body, atMs }) =>
    doors.signals(
      reader,
      body.signals.map((signal) => domainSignal(signal, { nowMs: atMs, aheadMs: aheadOf(body.sentAt, atMs) })),
    ),
})

export const postWithdrawal = endpoint({
  summary: 'Takes back saved, more, less or hidden on one story',
  body: withdrawRequestSchema,
  answer: doneSchema,
  handle: async ({ doors, reader, body }) => {
    await doors.withdraw(reader, { kind: body.kind, storyId: storyId(body.storyId) })
    return done
  },
})

export const postFollow = endpoint({
  summary: 'Follows a topic, a source or an author',
  body: followTargetSchema,
  answer: followSchema,
  handle: async ({ doors, reader, body }) =>
    (await doors.follow(reader, domainFollow(body))) ?? {
      refused:
        body.kind === 'source'
          ? { code: 'source-unknown', message: `There is no source ${JSON.stringify(body.sourceId)}.` }
          : { code: 'topic-unknown', message: 'There is no such topic to follow.' },
    },
})

export const deleteFollow = endpoint({
  summary: 'Ends a follow; the body names what was followed',
  body: followTargetSchema,
  answer: doneSchema,
  handle: async ({ doors, reader, body }) => {
    await doors.unfollow(reader, domainFollow(body))
    return done
  },
})

export const postMutes = endpoint({
  summary: 'Mutes words, topics and sources: never shown, or counted against',
  body: mutesRequestSchema,
  answer: z.object({ mutes: z.number().int() }),
  bytesMax: limits.muteBytes,
  handle: ({ doors, reader, body }) =>
    doors.mute(reader, body.targets.map(domainMute), {
      strength: body.strength,
      ...(body.until === undefined ? {} : { untilMs: Date.parse(body.until) }),
    }),
})

export const deleteMute = endpoint({
  summary: 'Lifts a mute',
  answer: doneSchema,
  handle: async ({ doors, reader, id }) => {
    await doors.unmute(reader, id)
    return done
  },
})

export const putDials = endpoint({
  summary: 'Sets all dials',
  body: dialsSchema,
  answer: doneSchema,
  handle: async ({ doors, reader, body }) => {
    await doors.setDials(reader, body)
    return done
  },
})

export const putReads = endpoint({
  summary: 'Sets the languages that the page keeps to; none means all',
  body: readsSchema,
  answer: readsSchema,
  handle: async ({ doors, reader, body }) => {
    const languages = readsOf(body.languages)
    if ('refused' in languages) return languages
    await doors.setReads(reader, languages)
    return { languages }
  },
})

export const putLearning = endpoint({
  summary: 'Pauses learning from signals, or goes on with it',
  body: z.object({ paused: z.boolean() }),
  answer: doneSchema,
  handle: async ({ doors, reader, body }) => {
    await doors.pauseLearning(reader, body.paused)
    return done
  },
})

export const postForget = endpoint({
  summary: 'Forgets one learned interest',
  body: z.object({ kind: z.enum(['topic', 'source']), id: z.string().min(1).max(limits.idLength) }),
  answer: doneSchema,
  handle: async ({ doors, reader, body }) => {
    await doors.forget(reader, body)
    return done
  },
})

export const getWhy = endpoint({
  summary: 'Why a story is on the reader’s page, or why it is not',
  answer: whySchema,
  missing: 'story-unknown',
  handle: ({ doors, reader, id, atMs }) => doors.why(reader, storyId(id), { atMs }),
})

export const postHistory = endpoint({
  summary: 'Brings in what another reader program knows: a list of sources, or saved items',
  body: historyRequestSchema,
  answer: historyResultSchema,
  bytesMax: historyBytesMax,
  takesAnyText: true,
  handle: ({ doors, reader, body }) => doors.importHistory(reader, body),
})

export const postErasure = endpoint({
  right: 'in-person',
  summary: 'Erases what was learned of the reader, or everything that is kept of them',
  body: erasureRequestSchema,
  answer: doneSchema,
  handle: async ({ doors, reader, body }) => {
    await doors.erase(reader, body.what)
    return done
  },
})

export const postControl = endpoint({
  summary: 'Presses the control of a reason',
  body: controlSchema,
  answer: doneSchema,
  handle: async ({ doors, reader, body, atMs }) => (await press(doors, reader, body, atMs)) ?? done,
})

async function press(doors: Doors, reader: Reader, control: ControlView, atMs: number): Promise<Refusal | undefined> {
  switch (control.kind) {
    case 'unfollow':
      await doors.unfollow(reader, { kind: 'topic', topicId: topicId(control.topicId) })
      return undefined
    case 'unfollow-source':
      await doors.unfollow(reader, { kind: 'source', sourceId: sourceId(control.sourceId) })
      return undefined
    case 'unfollow-author':
      await doors.unfollow(reader, { kind: 'author', name: control.name })
      return undefined
    case 'mute-topic':
    case 'less-topic':
      return refusal(
        await doors.mute(reader, [{ kind: 'topic', topicId: topicId(control.topicId) }], {
          strength: control.kind === 'less-topic' ? 'less' : 'none',
        }),
      )
    case 'mute-source':
    case 'less-source':
      return refusal(
        await doors.mute(reader, [{ kind: 'source', sourceId: sourceId(control.sourceId) }], {
          strength: control.kind === 'less-source' ? 'less' : 'none',
        }),
      )
    case 'less-story': {
      // Who said "more" before changed their mind.
      await doors.withdraw(reader, { kind: 'more', storyId: storyId(control.storyId) })
      const id = `less:${reader.id}:${control.storyId}`
      const { unknown } = await doors.signals(reader, [{ id, kind: 'less', atMs, storyId: storyId(control.storyId) }])
      if (unknown.length === 0) return undefined
      return {
        refused: { code: 'story-unknown', message: `There is no story ${JSON.stringify(control.storyId)}.` },
      }
    }
    case 'dial': {
      const { dials } = await doors.profile(reader)
      await doors.setDials(reader, { ...dials, [control.dial]: turned(dials[control.dial], control.towards) })
      return undefined
    }
  }
}

/** A quarter of the dial's way in the direction, ending at its end. */
function turned(value: number, towards: 0 | 1): number {
  return Math.min(1, Math.max(0, value + (towards === 1 ? 0.25 : -0.25)))
}

function refusal(answered: object | Refusal): Refusal | undefined {
  return 'refused' in answered ? answered : undefined
}

/** Differences below this are the way through the network, not a wrong clock. */
const skewMinMs = 5_000

/** How far a client's clock is ahead of ours, in milliseconds. */
function aheadOf(sentAt: string | undefined, nowMs: number): number {
  const aheadMs = sentAt === undefined ? 0 : Date.parse(sentAt) - nowMs
  return Math.abs(aheadMs) < skewMinMs ? 0 : aheadMs
}

/** A signal from the future would never decay, so it counts from now; one that comes late counts from when it was. */
function domainSignal(
  signal: z.infer<typeof signalSchema>,
  { nowMs, aheadMs }: { readonly nowMs: number; readonly aheadMs: number },
): Signal {
  return {
    id: signal.id,
    kind: signal.kind,
    // A clock that is thousands of years off corrects to a time that is none.
    atMs: Math.max(0, Math.min(Date.parse(signal.at) - aheadMs, nowMs)),
    ...(signal.storyId === undefined ? {} : { storyId: storyId(signal.storyId) }),
    ...(signal.topicId === undefined ? {} : { topicId: topicId(signal.topicId) }),
    ...(signal.sourceId === undefined ? {} : { sourceId: sourceId(signal.sourceId) }),
    ...(signal.seconds === undefined ? {} : { seconds: signal.seconds }),
  }
}

function domainFollow(target: z.infer<typeof followTargetSchema>): FollowTarget {
  switch (target.kind) {
    case 'topic':
      return { kind: 'topic', topicId: topicId(target.topicId) }
    case 'source':
      return { kind: 'source', sourceId: sourceId(target.sourceId) }
    case 'author':
      return target
  }
}

function domainMute(target: z.infer<typeof muteTargetSchema>): MuteTarget {
  switch (target.kind) {
    case 'topic':
      return { kind: 'topic', topicId: topicId(target.topicId) }
    case 'source':
      return { kind: 'source', sourceId: sourceId(target.sourceId) }
    case 'words':
      return target
  }
}
