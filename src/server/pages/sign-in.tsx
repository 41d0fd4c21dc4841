/** Ways in and out as pages and forms: sign in, a link that works once, sign out. */
import type { Context } from 'hono'
import type { Problem } from '../../domain/problem.ts'
import { JoinPage, SignInPage } from '../../web/pages/sign-in-page.tsx'
import { accountLimits } from '../api/contract/accounts.ts'
import { limits } from '../api/contract.ts'
import type { ServerContext } from '../context.ts'
import type { SetCookies } from '../doors/accounts.ts'
import { readerOf } from '../reader-of.ts'
import { fieldOf, localPath, readForm } from './form.ts'
import { problemPage, problemWords, showAlone, wordsOf } from './show.tsx'

/** GET /sign-in; `back` says where to go afterwards. */
export async function signInPage(c: Context, context: ServerContext): Promise<Response> {
  const asker = await readerOf(c, context)
  const back = localPath(c.req.query()['back'] ?? '/')
  if ('reader' in asker) return c.redirect(back, 303)
  if (asker.nobody.code === 'setup-needed') return c.redirect('/start', 303)
  return showSignIn(c, context, { name: '', back })
}

/** POST /sign-in */
export async function doSignIn(c: Context, context: ServerContext): Promise<Response> {
  const form = await readForm(c)
  const name = fieldOf(form, 'name').trim().slice(0, limits.nameLength)
  const back = localPath(fieldOf(form, 'back'))
  const signedIn = await context.doors.signIn({ name, password: fieldOf(form, 'password') }, context.arrivalOf(c))
  if ('refused' in signedIn) return showSignIn(c, context, { name, back, problem: signedIn.refused })
  setCookies(c, signedIn.setCookies)
  return c.redirect(back, 303)
}

/** POST /sign-out */
export async function doSignOut(c: Context, context: ServerContext): Promise<Response> {
  setCookies(c, await context.doors.signOut(context.arrivalOf(c)))
  // What the browser keeps of pages and data of this address is the reader's who leaves.
  c.header('Clear-Site-Data', '"cache", "storage"')
  return c.redirect('/sign-in', 303)
}

/** GET /join; `key` of a link, or nothing where sign-up is open. */
export async function joinPage(c: Context, context: ServerContext): Promise<Response> {
  const linkKey = keyOf(c.req.query()['key'])
  const reader = await forWhom(context, linkKey)
  return 'problem' in reader ? problemPage(c, context, reader.problem) : showJoin(c, context, { ...reader, linkKey })
}

/** POST /join */
export async function doJoin(c: Context, context: ServerContext): Promise<Response> {
  const form = await readForm(c)
  const linkKey = keyOf(fieldOf(form, 'key'))
  const whom = await forWhom(context, linkKey)
  if ('problem' in whom) return problemPage(c, context, whom.problem)
  const name = fieldOf(form, 'name').trim()
  const given = { key: linkKey === '' ? undefined : linkKey, name, password: fieldOf(form, 'password') }
  const entered = await context.doors.enter(given, context.arrivalOf(c))
  if ('refused' in entered) return showJoin(c, context, { ...whom, linkKey, name, problem: entered.refused })
  setCookies(c, entered.setCookies)
  return c.redirect(whom.reader === undefined ? '/start' : '/', 303)
}

export function setCookies(c: Context, values: SetCookies): void {
  for (const value of values) c.header('Set-Cookie', value, { append: true })
}

function keyOf(given: string | undefined): string {
  return (given ?? '').slice(0, accountLimits.keyLength)
}

async function forWhom(
  context: ServerContext,
  linkKey: string,
): Promise<{ readonly reader: string | undefined } | { readonly problem: Problem }> {
  if (linkKey === '') {
    if (context.doors.signUpIsOpen) return { reader: undefined }
    return { problem: { code: 'sign-up-closed', message: 'Readers are invited here: ask for a link.' } }
  }
  const link = await context.doors.linkFor(linkKey)
  if (link !== undefined) return { reader: link.reader?.name }
  const message = 'This link is not known: it was used, taken back, or has run out.'
  return { problem: { code: 'link-unknown', message } }
}

type SignInShown = { readonly name: string; readonly back: string; readonly problem?: Problem }

function showSignIn(c: Context, context: ServerContext, { name, back, problem }: SignInShown): Response {
  const words = wordsOf(c, context)
  const main = (
    <SignInPage
      name={name}
      back={back}
      mayJoin={context.doors.signUpIsOpen}
      {...(problem === undefined ? {} : { problem: problemWords(words, problem) })}
    />
  )
  return showAlone(c, context, { title: words.say('enter.signIn'), main, problem, reader: '' })
}

type JoinShown = {
  readonly linkKey: string
  readonly reader: string | undefined
  readonly name?: string
  readonly problem?: Problem
}

function showJoin(c: Context, context: ServerContext, { linkKey, reader, name = '', problem }: JoinShown): Response {
  const words = wordsOf(c, context)
  const main = (
    <JoinPage
      linkKey={linkKey}
      reader={reader}
      name={name}
      {...(problem === undefined ? {} : { problem: problemWords(words, problem) })}
    />
  )
  return showAlone(c, context, { title: words.say('enter.join'), main, problem, reader: '' })
}
