/**
 * What HTML forms do: the same endpoints as the API's, with the form's fields as the request. Ends with a redirect back to
 * where the form stood; for the script, which sends the same forms, with JSON.
 */
import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'
import type { AccountActionName, ActionName } from '../../web/action-form.tsx'
import type { NoticeCode } from '../../web/notice.tsx'
import { SourcesPage } from '../../web/pages/sources-page.tsx'
import { folderMark } from '../../web/source-settings.tsx'
import {
  deleteFollow,
  deleteMute,
  postControl,
  postErasure,
  postFollow,
  postForget,
  postHistory,
  postMutes,
  postSignals,
  postWithdrawal,
  putDials,
  putLearning,
  putReads,
} from '../api/acting.ts'
import { isHighlightId } from '../api/contract/highlights.ts'
import type { AddedSources } from '../api/contract.ts'
import { deleteCorrection, postCorrection } from '../api/corrections.ts'
import type { Endpoint } from '../api/endpoint.ts'
import { deleteMerge, postMerge } from '../api/entities.ts'
import { putHighlight } from '../api/highlights.ts'
import { deleteSource, postOpml, postRefresh, postRefreshOne, postSources, putSource } from '../api/keeping.ts'
import { deleteRead, putLabels } from '../api/kept.ts'
import { invoke } from '../api/mount.ts'
import { postQuery } from '../api/queries.ts'
import type { ServerContext } from '../context.ts'
import type { Refusal } from '../doors.ts'
import { asksAsOperator, readerOf } from '../reader-of.ts'
import { accountActions } from './account.tsx'
import type { Action, Outcome } from './action.ts'
import { type Form, fieldOf, followIn, linesOf, localPath, objectOf, readForm, readsIn } from './form.ts'
import { languageCookie, problemPage, showFor, wantsJson, wordsOf } from './show.tsx'
import { type Undo, undoBetween } from './undo.ts'

const yearSeconds = 365 * 86_400
/** What is longer does not fit into an address; the page of mutes has a button for each. */
const undoLengthMax = 1500
/** So many mutes are taken back at once; they were made by one form. */
const unmutesMax = 1000

const actions: Readonly<Record<ActionName | AccountActionName, Action>> = {
  ...accountActions,
  signal: async (c, context, form) => {
    const { kind, storyId } = objectOf(form)
    const signal = { id: randomUUID(), kind, storyId, at: new Date(context.clock()).toISOString() }
    const outcome = await run(c, context, postSignals, { signals: [signal] })
    return 'refused' in outcome || kind !== 'hidden' ? outcome : { notice: ['hidden', String(storyId)] }
  },
  withdraw: (c, context, form) => run(c, context, postWithdrawal, objectOf(form)),
  follow: (c, context, form) => run(c, context, postFollow, followIn(form)),
  unfollow: async (c, context, form) => {
    const outcome = await undoable(c, context, () => run(c, context, deleteFollow, objectOf(form)))
    return 'refused' in outcome ? outcome : { ...outcome, notice: ['unfollowed', ''] }
  },
  control: async (c, context, form) => {
    const outcome = await undoable(c, context, () => run(c, context, postControl, objectOf(form)))
    return 'refused' in outcome ? outcome : { ...outcome, notice: ['control', ''] }
  },
  mute: async (c, context, form) => {
    const outcome = await undoable(c, context, () => run(c, context, postMutes, mutesOf(form, context.clock())))
    return 'refused' in outcome ? outcome : { ...outcome, notice: ['muted', ''] }
  },
  unmute: async (c, context, form) => {
    const { id, ids } = objectOf(form)
    // Several are the way back from a mute, which is not gone back from again.
    if (Array.isArray(ids)) {
      let last: Outcome = {}
      for (const one of ids.slice(0, unmutesMax)) last = await run(c, context, deleteMute, undefined, one)
      return last
    }
    const outcome = await undoable(c, context, () => run(c, context, deleteMute, undefined, id))
    return 'refused' in outcome ? outcome : { ...outcome, notice: ['unmuted', ''] }
  },
  dials: async (c, context, form) => {
    const outcome = await undoable(c, context, () => run(c, context, putDials, dialsOf(form)))
    return 'refused' in outcome ? outcome : { ...outcome, notice: ['dials', ''] }
  },
  reads: async (c, context, form) => {
    const body = form.fields.has('reads') ? readsIn(form) : objectOf(form)
    const outcome = await undoable(c, context, () => run(c, context, putReads, body))
    return 'refused' in outcome ? outcome : { ...outcome, notice: ['reads', ''] }
  },
  learning: (c, context, form) => run(c, context, putLearning, objectOf(form)),
  forget: (c, context, form) => run(c, context, postForget, objectOf(form)),
  label: (c, context, form) => {
    const labels = fieldOf(form, 'labels').split(/[,،、，]/)
    const body = { labels: labels.map((label) => label.trim()).filter((label) => label !== '') }
    return run(c, context, putLabels, body, objectOf(form)['id'])
  },
  'forget-read': async (c, context, form) => {
    const outcome = await run(c, context, deleteRead, undefined, objectOf(form)['id'])
    return 'refused' in outcome ? outcome : { notice: ['forgotten', ''] }
  },
  highlight: (c, context, form) => {
    const { id, ...body } = objectOf(form)
    return run(c, context, putHighlight, body, id)
  },
  'remove-highlight': async (c, context, form) => {
    const asker = await readerOf(c, context)
    if ('nobody' in asker) return { refused: asker.nobody }
    const id = String(objectOf(form)['id'])
    const removed = isHighlightId(id) ? await context.doors.removeHighlight(asker.reader, id) : undefined
    if (removed === undefined) return {}
    const { at: _, ...body } = removed
    return { notice: ['unhighlighted', ''], undo: { action: 'highlight', body } }
  },
  'add-sources': async (c, context, form) => {
    const given = objectOf(form)['urls']
    const urls = Array.isArray(given) ? given : linesOf(fieldOf(form, 'urls'))
    return await reportAdded(c, context, await invoke(c, context, postSources, { id: '', body: { urls } }))
  },
  'add-opml': async (c, context, form) => {
    const opml = form.files.get('opml') ?? ''
    return await reportAdded(c, context, await invoke(c, context, postOpml, { id: '', body: { opml } }))
  },
  'remove-source': async (c, context, form) => {
    const { id, url } = objectOf(form)
    const outcome = await run(c, context, deleteSource, undefined, id)
    return 'refused' in outcome ? outcome : { notice: ['source-removed', String(url)] }
  },
  'set-source': async (c, context, form) => {
    const outcome = await run(c, context, putSource, sourceSettingsOf(form), objectOf(form)['id'])
    return 'refused' in outcome ? outcome : { notice: ['source-set', ''] }
  },
  refresh: async (c, context, form) => {
    const { id } = objectOf(form)
    const outcome = await run(c, context, id === undefined ? postRefresh : postRefreshOne, undefined, id)
    return 'refused' in outcome ? outcome : { notice: ['refresh', ''] }
  },
  correct: async (c, context, form) => {
    const body = form.fields.has('story') ? togetherOf(form) : objectOf(form)
    const outcome = await invoke(c, context, postCorrection, { id: '', body })
    if ('refused' in outcome) return outcome
    const { id, kind } = outcome.answer
    return { notice: [kind, ''], undo: { action: 'undo-correction', body: { id } } }
  },
  'undo-correction': (c, context, form) => run(c, context, deleteCorrection, undefined, objectOf(form)['id']),
  'merge-names': async (c, context, form) => {
    const [aliasId, entityId] = ['alias', 'entity'].map((name) =>
      lastOfPath(fieldOf(form, name)).replace(/^entity:/, ''),
    )
    const outcome = await run(c, context, postMerge, { aliasId, entityId })
    return 'refused' in outcome
      ? outcome
      : { notice: ['names', ''], undo: { action: 'separate-names', body: { id: aliasId } } }
  },
  'separate-names': (c, context, form) => run(c, context, deleteMerge, undefined, objectOf(form)['id']),
  'save-query': async (c, context, form) => {
    const outcome = await run(c, context, postQuery, objectOf(form))
    return 'refused' in outcome ? outcome : { notice: ['search', ''] }
  },
  'erase-learned': async (c, context) => {
    const outcome = await run(c, context, postErasure, { what: 'learned' })
    return 'refused' in outcome ? outcome : { notice: ['erased', ''] }
  },
  'import-history': async (c, context, form) => {
    const outcome = await run(c, context, postHistory, historyOf(form))
    return 'refused' in outcome ? outcome : { notice: ['history', ''] }
  },
  language: async (c, _context, form) => {
    remember(c, languageCookie, fieldOf(form, 'language'))
    return {}
  },
}

/** A list of sources is markup, saved items are JSON. */
function historyOf(form: Form): object {
  const text = form.files.get('history') ?? ''
  return { format: text.trimStart().startsWith('<') ? 'opml' : 'starred-json', text }
}

/** An empty field goes back to what the source itself says; one that was not there leaves it as it is. */
function sourceSettingsOf(form: Form): object {
  const given = (name: string) => form.fields.get(name)?.[0]?.trim()
  const minutes = given('intervalMinutes')
  return {
    name: given('name') || null,
    folders: (given('folder') ?? '').split(folderMark).filter((folder) => folder.trim() !== ''),
    ...(given('fullText') === undefined ? {} : { fullText: given('fullText') }),
    ...(minutes === undefined ? {} : { intervalMinutes: Number(minutes) || null }),
  }
}

/** Two addresses of stories, as they stand in the browser. */
function togetherOf(form: Form): object {
  const [storyId, otherStoryId] = ['story', 'other'].map((name) => lastOfPath(fieldOf(form, name)))
  return { kind: 'together', storyId, otherStoryId }
}

/** The id that an address of a page ends with; empty where it is none. */
function lastOfPath(address: string): string {
  const last = address.trim().split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(/^[^?#]*/.exec(last)?.[0] ?? '')
  } catch {
    return ''
  }
}

/** Sets a cookie for a year, or ends it where there is nothing to remember. */
function remember(c: Context, name: string, value: string): void {
  setCookie(c, name, value, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: value === '' ? 0 : yearSeconds })
}

/** POST /do/:action */
export async function doAction(c: Context, context: ServerContext): Promise<Response> {
  const name = c.req.param('action') ?? ''
  const action = isAction(name) ? actions[name] : undefined
  if (action === undefined) return problemPage(c, context, { code: 'not-found', message: 'There is no such form.' })
  const form = await readForm(c)
  const outcome = await action(c, context, form)
  if ('refused' in outcome) return problemPage(c, context, outcome.refused, localPath(fieldOf(form, 'back')))
  if (wantsJson(c)) return c.json({ done: true, undo: outcome.undo })
  if (outcome.page !== undefined) return outcome.page
  return c.redirect(withNotice(localPath(fieldOf(form, 'back')), outcome.notice, outcome.undo), 303)
}

function isAction(name: string): name is ActionName | AccountActionName {
  return Object.hasOwn(actions, name)
}

async function run<Body, Query, Answer>(
  c: Context,
  context: ServerContext,
  endpoint: Endpoint<Body, Query, Answer>,
  body: unknown,
  id: unknown = '',
): Promise<Outcome> {
  const outcome = await invoke(c, context, endpoint, { id: String(id), body })
  return 'refused' in outcome ? outcome : {}
}

/** Runs what changes the profile, and finds the way back. */
async function undoable(c: Context, context: ServerContext, act: () => Promise<Outcome>): Promise<Outcome> {
  const asker = await readerOf(c, context)
  if ('nobody' in asker) return { refused: asker.nobody }
  const before = await context.doors.profile(asker.reader)
  const outcome = await act()
  if ('refused' in outcome) return outcome
  return { ...outcome, undo: undoBetween(before, await context.doors.profile(asker.reader)) }
}

/** Problems are shown at once, on the page of sources: they could not be told in a redirect. */
async function reportAdded(
  c: Context,
  context: ServerContext,
  outcome: { readonly answer: AddedSources } | Refusal,
): Promise<Outcome> {
  if ('refused' in outcome) return outcome
  const added = outcome.answer
  if (added.problems.length === 0) return { notice: ['sources-added', String(added.added.length)] }
  return { page: await addedPage(c, context, added) }
}

/** The page of sources, with what could not be added. */
export async function addedPage(c: Context, context: ServerContext, added: AddedSources): Promise<Response> {
  return await showFor(c, context, async () => ({
    title: wordsOf(c, context).say('place.sources'),
    place: 'sources',
    main: (
      <SourcesPage sources={await context.doors.sources()} added={added} mayEdit={await asksAsOperator(c, context)} />
    ),
  }))
}

function mutesOf(form: Form, nowMs: number): object {
  const body = objectOf(form)
  if (body['targets'] !== undefined) return body
  const days = Number(fieldOf(form, 'days'))
  return {
    targets: linesOf(fieldOf(form, 'words')).map((words) => ({ kind: 'words', words })),
    strength: 'none',
    ...(days > 0 ? { until: timeAt(nowMs + days * 86_400_000) } : {}),
  }
}

/** In ISO 8601; empty, which no endpoint takes, where there is no such time. */
function timeAt(atMs: number): string {
  const at = new Date(atMs)
  return Number.isNaN(at.getTime()) ? '' : at.toISOString()
}

function dialsOf(form: Form): object {
  const body = objectOf(form)
  if (body['importantPersonal'] !== undefined) return body
  return {
    importantPersonal: Number(fieldOf(form, 'importantPersonal')),
    familiarExploring: Number(fieldOf(form, 'familiarExploring')),
    freshLasting: Number(fieldOf(form, 'freshLasting')),
    chronological: fieldOf(form, 'chronological') !== '',
  }
}

function withNotice(path: string, notice: readonly [NoticeCode, string] | undefined, undo: Undo | undefined): string {
  const url = new URL(path, 'http://here')
  url.searchParams.delete('notice')
  url.searchParams.delete('on')
  url.searchParams.delete('undo')
  const wayBack = JSON.stringify(undo) ?? ''
  if (wayBack !== '' && wayBack.length <= undoLengthMax) url.searchParams.set('undo', wayBack)
  if (notice !== undefined) {
    url.searchParams.set('notice', notice[0])
    if (notice[1] !== '') url.searchParams.set('on', notice[1])
  }
  // What a notice tells of may be gone from the page, and the notice stands at its top.
  return url.pathname + url.search + (notice === undefined ? url.hash : '')
}
