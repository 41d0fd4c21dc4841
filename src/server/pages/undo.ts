/** The way back from an action, found by what it changed of the reader's profile. */
import type { ActionName } from '../../web/action-form.tsx'
import type { ProfileView } from '../api/contract.ts'

/** A form of this server that takes the last one back. */
export type Undo = { readonly action: ActionName; readonly body: object }

/** Undefined where nothing of what can be put back has changed. */
export function undoBetween(before: ProfileView, after: ProfileView): Undo | undefined {
  const known = new Set(before.mutes.map(({ id }) => id))
  const ids = after.mutes.flatMap(({ id }) => (known.has(id) ? [] : [id]))
  if (ids.length > 0) return { action: 'unmute', body: { ids } }
  const left = before.follows.find((follow) => !after.follows.some((other) => sameFollow(follow, other)))
  if (left !== undefined) return { action: 'follow', body: targetOf(left) }
  if (JSON.stringify(before.dials) !== JSON.stringify(after.dials)) return { action: 'dials', body: before.dials }
  if (JSON.stringify(before.reads) !== JSON.stringify(after.reads))
    return { action: 'reads', body: { languages: before.reads } }
  return undefined
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
