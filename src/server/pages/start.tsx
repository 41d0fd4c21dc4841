/** The first run: one form that makes the reader, its interests and its sources. */
import type { Context } from 'hono'
import { deleteCookie } from 'hono/cookie'
import type { Problem } from '../../domain/problem.ts'
import { renderDocument } from '../../web/document.tsx'
import { StartPage } from '../../web/pages/start-page.tsx'
import { postFollow } from '../api/acting.ts'
import type { AddedSources } from '../api/contract.ts'
import { statusOf } from '../api/errors.ts'
import { getCatalogue, postOpml, postReader, postSources } from '../api/keeping.ts'
import { invoke } from '../api/mount.ts'
import type { ServerContext } from '../context.ts'
import { readerCookie } from '../reader-of.ts'
import { type Form, fieldOf, linesOf, readForm } from './form.ts'
import { addedPage } from './forms.tsx'
import { problemPage, wordsOf } from './show.tsx'

/** GET /start; `country`, `subject` narrow the catalogue. */
export function startPage(c: Context, context: ServerContext): Promise<Response> {
  return showStart(c, context, undefined)
}

/** POST /start */
export async function doStart(c: Context, context: ServerContext): Promise<Response> {
  const form = await readForm(c)
  const problem = await makeReader(c, context, form)
  if (problem !== undefined) return await showStart(c, context, problem)
  const added = await addAll(c, context, form)
  if ('code' in added) return await showStart(c, context, added)
  return added.problems.length === 0 ? c.redirect('/', 303) : await addedPage(c, context, added)
}

async function showStart(c: Context, context: ServerContext, problem: Problem | undefined): Promise<Response> {
  const [setup, outcome] = await Promise.all([
    context.doors.setup(),
    invoke(c, context, getCatalogue, { id: '', body: undefined }),
  ])
  if ('refused' in outcome) return problemPage(c, context, outcome.refused)
  if (setup.readers.length === 0) deleteCookie(c, readerCookie, { path: '/' })
  const { country = '', subject = '' } = c.req.query()
  return c.html(
    renderDocument(
      <main id="main">
        <StartPage
          setup={setup}
          catalogue={outcome.answer}
          chosen={{ country, subject }}
          {...(problem === undefined ? {} : { problem: problem.message })}
        />
      </main>,
      { title: 'Salient', words: wordsOf(c, context), files: context.assets },
    ),
    problem === undefined ? 200 : statusOf(problem.code),
  )
}

/** The first reader with its interests; where there is a reader already, only the interests. */
async function makeReader(c: Context, context: ServerContext, form: Form): Promise<Problem | undefined> {
  const topicIds = [...(form.fields.get('topic') ?? [])]
  if ((await context.doors.readers()).length === 0) {
    const made = await invoke(c, context, postReader, { id: '', body: { name: fieldOf(form, 'name'), topicIds } })
    return 'refused' in made ? made.refused : undefined
  }
  for (const topicId of topicIds) {
    const followed = await invoke(c, context, postFollow, { id: '', body: { kind: 'topic', topicId } })
    if ('refused' in followed) return followed.refused
  }
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
