/** Writes pages: the frame around what a page shows, and the pages that say what went wrong. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { VNode } from 'preact'
import { z } from 'zod'
import type { Problem } from '../../domain/problem.ts'
import { type DocumentFiles, renderDocument } from '../../web/document.tsx'
import { Frame, type Place } from '../../web/frame.tsx'
import { chooseLanguage } from '../../web/messages/languages.ts'
import { Notice, noticeCodes } from '../../web/notice.tsx'
import { MessagePage } from '../../web/pages/message-page.tsx'
import { useWords, type Words, wordsIn } from '../../web/words.ts'
import { errorAnswer, statusOf } from '../api/errors.ts'
import type { ServerContext } from '../context.ts'
import type { Reader, Refusal } from '../doors.ts'
import { readerOf } from '../reader-of.ts'

/** The language that the reader chose; without it the browser's wish holds. */
export const languageCookie = 'language'

/** What one page puts into the frame. */
export type Shown = {
  readonly title: string
  readonly place: Place
  readonly main: VNode
  readonly rail?: VNode
  readonly reloadSeconds?: number
}

/** The page is elsewhere now. */
export type Moved = { readonly movedTo: string }

/** Answers a page for the reader who asks; without any reader, the first run. */
export async function showFor(
  c: Context,
  context: ServerContext,
  make: (reader: Reader) => Promise<Shown | Moved | Refusal>,
): Promise<Response> {
  const asker = await readerOf(c, context)
  if ('nobody' in asker) {
    if (asker.nobody.code === 'setup-needed') return c.redirect('/start', 303)
    return c.req.method === 'GET' ? toSignIn(c) : problemPage(c, context, asker.nobody)
  }
  const [shown, follows] = await Promise.all([make(asker.reader), context.doors.following(asker.reader)])
  if ('refused' in shown) return problemPage(c, context, shown.refused)
  if ('movedTo' in shown) return c.redirect(shown.movedTo, 302)
  const notice = noticeOf(c)
  return c.html(
    renderDocument(
      <Frame place={shown.place} follows={follows} notice={notice} rail={shown.rail}>
        {shown.main}
      </Frame>,
      {
        title: `${shown.title} · Salient`,
        words: wordsOf(c, context),
        files: filesFor(shown.place, context),
        reader: asker.reader.id,
        ...(shown.reloadSeconds === undefined ? {} : { reloadSeconds: shown.reloadSeconds }),
      },
    ),
  )
}

/** What a page without a frame shows: nobody is known there yet, or nothing can be shown. */
export type Alone = {
  readonly title: string
  readonly main: VNode
  readonly problem?: Problem | undefined
  /** Whose it is, where that is known; nobody's yet where one comes in: empty. */
  readonly reader?: string
}

/** Answers a page that stands alone, with its problem's status where there is one. */
export function showAlone(c: Context, context: ServerContext, { title, main, problem, reader }: Alone): Response {
  return c.html(
    renderDocument(<main id="main">{main}</main>, {
      title: title === '' ? 'Salient' : `${title} · Salient`,
      words: wordsOf(c, context),
      files: filesFor('elsewhere', context),
      reader,
    }),
    problem === undefined ? 200 : statusOf(problem.code),
  )
}

function filesFor(place: Place, { assets: { styles, script } }: ServerContext): DocumentFiles {
  return { script, styles: place === 'page' ? [styles.common] : [styles.common, styles.more] }
}

/** To the form that signs in, and back here afterwards. */
function toSignIn(c: Context): Response {
  const { pathname, search } = new URL(c.req.url)
  const here = pathname + search
  return c.redirect(here === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(here)}`, 303)
}

/** What happened, in words, with the status of its code; JSON for those who asked for it. `back`: where a form stood. */
export function problemPage(c: Context, context: ServerContext, problem: Problem, back = '/'): Response {
  if (c.req.path.startsWith('/api/') || wantsJson(c)) return errorAnswer(c, problem)
  const words = wordsOf(c, context)
  const title = words.say(titleOf(statusOf(problem.code)))
  const main = (
    <MessagePage title={title} message={problemWords(words, problem)} code={problem.code}>
      <ProblemExit code={problem.code} back={back} />
    </MessagePage>
  )
  return showAlone(c, context, { title, main, problem })
}

/** GET /offline: what the service worker shows when there is neither a network nor a copy. */
export function offlinePage(c: Context, context: ServerContext): Response {
  const { say } = wordsOf(c, context)
  const title = say('offline.title')
  const main = (
    <MessagePage title={title} message={say('offline.words')}>
      <a class="pill" href="/">
        {say('action.toPage')}
      </a>{' '}
      <a class="pill ghost" href="/saved">
        {say('place.saved')}
      </a>
    </MessagePage>
  )
  return showAlone(c, context, { title, main })
}

/** The script asks so: the answer is for it, not for a screen. */
export function wantsJson(c: Context): boolean {
  return c.req.header('accept') === 'application/json'
}

/**
 * How pages speak to whom asks: in the language that was chosen or that the browser wishes, and in the zone where the
 * script has told it, else in the server's.
 */
export function wordsOf(c: Context, context: ServerContext): Words {
  const zone = getCookie(c, 'zone')
  return wordsIn({
    language: chooseLanguage(getCookie(c, languageCookie), c.req.header('accept-language')),
    nowMs: context.clock(),
    timeZone: zone !== undefined && isTimeZone(zone) ? zone : context.timeZone,
  })
}

/** What went wrong, in the reader's language where its code has words there; else as it was told. */
export function problemWords(words: Words, { code, message }: Problem): string {
  return words.sayIfKnown(`problem.${code}`) ?? message
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function noticeOf(c: Context): VNode | undefined {
  const { notice, on = '' } = c.req.query()
  const code = noticeCodes.find((known) => known === notice)
  if (code === undefined) return undefined
  return <Notice code={code} subject={on} back={c.req.path} undo={undoOf(c.req.query()['undo'])} />
}

const undoSchema = z.object({
  // Forms that only put something back; an address that names another one offers nothing.
  action: z.enum(['mute', 'unmute', 'follow', 'dials', 'reads', 'highlight', 'undo-correction', 'separate-names']),
  body: z.record(z.string(), z.unknown()),
})

function undoOf(given: string | undefined): z.infer<typeof undoSchema> | undefined {
  if (given === undefined) return undefined
  try {
    return undoSchema.safeParse(JSON.parse(given)).data
  } catch {
    return undefined
  }
}

function ProblemExit({ code, back }: { readonly code: string; readonly back: string }) {
  const { say } = useWords()
  if (code === 'sign-in-needed') {
    return (
      <a class="pill" href="/sign-in">
        {say('enter.signIn')}
      </a>
    )
  }
  if (back !== '/') {
    return (
      <a class="pill" href={back}>
        {say('action.back')}
      </a>
    )
  }
  return (
    <a class="pill" href="/">
      {say(code === 'starting' ? 'action.tryAgain' : 'action.toPage')}
    </a>
  )
}

function titleOf(status: number) {
  if (status === 404) return 'problem.notHere'
  if (status === 503) return 'problem.starting'
  if (status >= 500) return 'problem.broke'
  return 'problem.failed'
}
