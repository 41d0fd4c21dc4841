/** The first run: one form that makes the reader, its interests and its sources. */
import type { Context } from 'hono'
import type { Problem } from '../../domain/problem.ts'
import { type StartGiven, StartPage } from '../../web/pages/start-page.tsx'
import { postFollow, putReads } from '../api/acting.ts'
import { passwordProblem } from '../api/contract/accounts.ts'
import { type AddedSources, limits } from '../api/contract.ts'
import { postOpml, postSources } from '../api/keeping.ts'
import { invoke } from '../api/mount.ts'
import type { ServerContext } from '../context.ts'
import type { KnownAsker } from '../doors/accounts.ts'
import { nowIs, readerOf } from '../reader-of.ts'
import { type Form, fieldOf, linesOf, readForm, readsIn } from './form.ts'
import { addedPage } from './forms.tsx'
import { problemPage, problemWords, showAlone, wordsOf } from './show.tsx'
import { setCookies } from './sign-in.tsx'

const catalogueShown = 60
/** What is wrong with the name or the password. */
const ofName: ReadonlySet<string> = new Set(['name-unfit', 'reader-exists', 'password-unfit'])

/** GET /start; `country`, `subject` narrow the catalogue. */
export async function startPage(c: Context, context: ServerContext): Promise<Response> {
  const asker = await readerOf(c, context)
  if ('nobody' in asker && asker.nobody.code !== 'setup-needed') return c.redirect('/sign-in?back=%2Fstart', 303)
  return await showStart(c, context, { key: c.req.query()['key'] ?? '' })
}

/** POST /start; with `narrow` only the same page again, its catalogue narrowed, and nothing that was chosen forgotten. */
export async function doStart(c: Context, context: ServerContext): Promise<Response> {
  const form = await readForm(c)
  const key = fieldOf(form, 'key')
  const asker = await readerOf(c, context)
  if ('nobody' in asker && asker.nobody.code !== 'setup-needed') return problemPage(c, context, asker.nobody)
  if (form.fields.has('narrow')) return await showStart(c, context, { key, form })
  const problem = await makeReader(c, context, form)
  if (problem !== undefined) return await showStart(c, context, { problem, key, form })
  const added = await addAll(c, context, form)
  if ('code' in added) return await showStart(c, context, { problem: added, key, form })
  return added.problems.length === 0 ? c.redirect('/', 303) : await addedPage(c, context, added)
}

type StartShown = {
  readonly problem?: Problem
  /** Of the link that the server prints where the first run may not be just anybody's. */
  readonly key: string
  /** What stood in it stands there again. */
  readonly form?: Form
}

async function showStart(c: Context, context: ServerContext, { problem, key, form }: StartShown): Promise<Response> {
  const given = form === undefined ? undefined : givenIn(form)
  const asked = (name: string) => c.req.query()[name] ?? (form === undefined ? '' : fieldOf(form, name))
  const [country, subject] = [asked('country'), asked('subject')]
  const asker = await readerOf(c, context)
  const words = wordsOf(c, context)
  const [setup, profile, catalogue] = await Promise.all([
    context.doors.setup(),
    'nobody' in asker ? undefined : context.doors.profile(asker.reader),
    context.doors.catalogue({
      limit: catalogueShown,
      language: words.language,
      ...(country === '' ? {} : { country }),
      ...(subject === '' ? {} : { subject }),
      ...(given === undefined ? {} : { chosen: given.urls }),
    }),
  ])
  const followed = new Set(profile?.follows.flatMap((follow) => (follow.kind === 'topic' ? [follow.topicId] : [])))
  const places = setup.places.map((place) => ({ ...place, followed: followed.has(place.id) }))
  const main = (
    <StartPage
      setup={{ ...setup, places }}
      catalogue={catalogue}
      chosen={{ country, subject }}
      reads={profile?.reads ?? []}
      given={given}
      entry={context.arrivalOf(c).atHome ? undefined : { key }}
      {...(problem === undefined
        ? {}
        : { problem: { words: problemWords(words, problem), isOfName: ofName.has(problem.code) } })}
    />
  )
  return showAlone(c, context, { title: '', main, problem, reader: 'nobody' in asker ? '' : asker.reader.id })
}

function givenIn(form: Form): StartGiven {
  return {
    urls: (form.fields.get('url') ?? []).slice(0, limits.sourcesPerRequest),
    topicIds: form.fields.get('topic') ?? [],
    reads: readsIn(form).languages,
    own: fieldOf(form, 'urls'),
    name: fieldOf(form, 'name'),
  }
}

/** The first reader with its interests and languages; where there is a reader already, only these. */
async function makeReader(c: Context, context: ServerContext, form: Form): Promise<Problem | undefined> {
  const asker = await readerOf(c, context)
  if ('nobody' in asker) {
    const problem = await makeFirst(c, context, form)
    if (problem !== undefined) return problem
  }
  for (const topicId of form.fields.get('topic') ?? []) {
    const followed = await invoke(c, context, postFollow, { id: '', body: { kind: 'topic', topicId } })
    if ('refused' in followed) return followed.refused
  }
  if (!form.fields.has('reads')) return undefined
  const set = await invoke(c, context, putReads, { id: '', body: readsIn(form) })
  return 'refused' in set ? set.refused : undefined
}

/** On this machine a name is enough; over a network it takes the printed link's key, and a password to come back with. */
async function makeFirst(c: Context, context: ServerContext, form: Form): Promise<Problem | undefined> {
  const name = fieldOf(form, 'name').trim()
  const arrival = context.arrivalOf(c)
  const password = fieldOf(form, 'password')
  const unfit = arrival.atHome ? undefined : passwordProblem(password)
  if (unfit !== undefined) return unfit.refused
  const made = await context.doors.createFirstReader(name, arrival, fieldOf(form, 'key'))
  if ('refused' in made) return made.refused
  const asker: KnownAsker = { reader: made.reader, isOperator: true, by: { kind: 'alone' } }
  nowIs(c, asker)
  if (arrival.atHome) return undefined
  const given = await context.doors.setPassword(asker, { current: '', next: password }, arrival)
  if ('refused' in given) return given.refused
  setCookies(c, given.setCookies)
  return undefined
}

async function addAll(c: Context, context: ServerContext, form: Form): Promise<AddedSources | Problem> {
  const none: AddedSources = { added: [], knownCount: 0, problems: [] }
  const urls = [...(form.fields.get('url') ?? []), ...linesOf(fieldOf(form, 'urls'))]
  const opml = form.files.get('opml')
  const byUrl = urls.length === 0 ? none : await invoke(c, context, postSources, { id: '', body: { urls } })
  if ('refused' in byUrl) return byUrl.refused
  const byList = opml === undefined ? none : await invoke(c, context, postOpml, { id: '', body: { opml } })
  if ('refused' in byList) return byList.refused
  const parts = [byUrl, byList].map((part) => ('answer' in part ? part.answer : part))
  return {
    added: parts.flatMap((part) => part.added),
    knownCount: parts.reduce((sum, part) => sum + part.knownCount, 0),
    problems: parts.flatMap((part) => part.problems),
  }
}
