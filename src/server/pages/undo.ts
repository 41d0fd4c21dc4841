/** The way back from an action, found by what it changed of the reader's profile. */
import type { ActionName } from '../../web/action-form.tsx'
import type { MuteView, ProfileView } from '../api/contract.ts'

/** A form of this server that takes the last one back. */
export type Undo = { readonly action: ActionName; readonly body: object }

/** Undefined where nothing of what can be put back has changed. */
export function undoBetween(before: ProfileView, after: ProfileView): Undo | undefined {
  const known = new Set(before.mutes.map(({ id }) => id))
  const ids = after.mutes.flatMap(({ id }) => (known.has(id) ? [] : [id]))
  if (ids.length > 0) return { action: 'unmute', body: { ids } }
  const gone = before.mutes.filter(({ id }) => after.mutes.every((other) => other.id !== id))
  if (gone[0] !== undefined) return { action: 'mute', body: muteOf(gone[0], gone) }
  const left = before.follows.find((follow) => !after.follows.some((other) => sameFollow(follow, other)))
  if (left !== undefined) return { action: 'follow', body: targetOf(left) }
  if (JSON.stringify(before.dials) !== JSON.stringify(after.dials)) return { action: 'dials', body: before.dials }
  if (JSON.stringify(before.reads) !== JSON.stringify(after.reads))
    return { action: 'reads', body: { languages: before.reads } }
  return undefined
}

/** Those that were made by one form are alike in all but their target. */
function muteOf({ strength, until }: MuteView, all: readonly MuteView[]): object {
  return { targets: all.map(mutedBy), strength, ...(until === undefined ? {} : { until }) }
}

/** The id of a mute is its kind and what is muted. */
function mutedBy({ id, kind, label }: MuteView): object {
  const rest = id.slice(kind.length + 1)
  switch (kind) {
    case 'words':
      return { kind, words: label }
    case 'topic':
      return { kind, topicId: rest }
    case 'source':
      return { kind, sourceId: rest }
  }
}

type Follow = ProfileView['follows'][number]

function sameFollow(one: Follow, other: Follow): boolean {
  return JSON.stringify(targetOf(one)) === JSON.stringify(targetOf(other))
}

function targetOf(follow: Follow): object {
  switch (follow.kind) {
    case 'topic':
      return { kind: 'topic', topicId: follow.topicId }
    case 'source':
      return { kind: 'source', sourceId: follow.sourceId }
    case 'author':
      return { kind: 'author', name: follow.name }
  }
}
