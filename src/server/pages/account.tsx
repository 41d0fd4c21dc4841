/** The account's page, and what its forms do. A link or a token is shown on the page that makes it, and nowhere after. */
import type { Context } from 'hono'
import type { AccountActionName } from '../../web/action-form.tsx'
import { AccountPage, type Made } from '../../web/pages/account-page.tsx'
import {
  deleteInvitation,
  deletePasskey,
  deleteReader,
  deleteSession,
  deleteToken,
  getAccount,
  getReaders,
  postEndOthers,
  postErase,
  postInvitation,
  postReset,
  postToken,
} from '../api/accounts.ts'
import type { Endpoint } from '../api/endpoint.ts'
import { barredFrom, invoke } from '../api/mount.ts'
import type { ServerContext } from '../context.ts'
import { readerOf } from '../reader-of.ts'
import type { Action, Outcome } from './action.ts'
import { type Form, fieldOf, objectOf } from './form.ts'
import { showFor, wordsOf } from './show.tsx'
import { setCookies } from './sign-in.tsx'

/** GET /account */
export function accountPage(c: Context, context: ServerContext): Promise<Response> {
  return showAccount(c, context, undefined)
}

export const accountActions: Readonly<Record<AccountActionName, Action>> = {
  password: async (c, context, form) => {
    const asker = await readerOf(c, context)
    const barred = barredFrom({ needsReader: true, right: 'in-person' }, asker, context)
    if (barred !== undefined) return { refused: barred }
    if ('nobody' in asker) return { refused: asker.nobody }
    const given = { current: fieldOf(form, 'current'), next: fieldOf(form, 'password') }
    const changed = await context.doors.setPassword(asker, given, context.arrivalOf(c))
    if ('refused' in changed) return changed
    setCookies(c, changed.setCookies)
    return { notice: ['password', ''] }
  },
  'end-session': (c, context, form) => done(c, context, deleteSession, idOf(form), ['session-ended', '']),
  'end-other-sessions': (c, context) => done(c, context, postEndOthers, '', ['session-ended', '']),
  'drop-passkey': (c, context, form) => done(c, context, deletePasskey, idOf(form), ['passkey-removed', '']),
  'make-token': async (c, context, form) => {
    const outcome = await invoke(c, context, postToken, { id: '', body: { name: fieldOf(form, 'name') } })
    return 'refused' in outcome ? outcome : { page: await showAccount(c, context, { token: outcome.answer.token }) }
  },
  'revoke-token': (c, context, form) => done(c, context, deleteToken, idOf(form), ['token-revoked', '']),
  invite: async (c, context) => {
    const outcome = await invoke(c, context, postInvitation, { id: '', body: undefined })
    return 'refused' in outcome ? outcome : { page: await showAccount(c, context, { link: outcome.answer }) }
  },
  'withdraw-invitation': (c, context, form) => done(c, context, deleteInvitation, idOf(form)),
  'reset-reader': async (c, context, form) => {
    const outcome = await invoke(c, context, postReset, { id: idOf(form), body: undefined })
    return 'refused' in outcome ? outcome : { page: await showAccount(c, context, { link: outcome.answer }) }
  },
  'remove-reader': (c, context, form) => done(c, context, deleteReader, idOf(form)),
  erase: async (c, context, form) => {
    const outcome = await invoke(c, context, postErase, { id: '', body: { name: fieldOf(form, 'name') } })
    if ('refused' in outcome) return outcome
    c.header('Clear-Site-Data', '"cache", "cookies", "storage"')
    setCookies(c, await context.doors.signOut(context.arrivalOf(c)))
    return {}
  },
}

function idOf(form: Form): string {
  const { id } = objectOf(form)
  return typeof id === 'string' ? id : ''
}

async function done<Body, Query, Answer>(
  c: Context,
  context: ServerContext,
  endpoint: Endpoint<Body, Query, Answer>,
  id: string,
  notice?: NonNullable<Extract<Outcome, { readonly notice?: unknown }>['notice']>,
): Promise<Outcome> {
  const outcome = await invoke(c, context, endpoint, { id, body: undefined })
  if ('refused' in outcome) return outcome
  return notice === undefined ? {} : { notice }
}

async function showAccount(c: Context, context: ServerContext, made: Made): Promise<Response> {
  // What is said only once is kept by no browser.
  if (made !== undefined) c.header('Cache-Control', 'no-store')
  return await showFor(c, context, async () => {
    const account = await invoke(c, context, getAccount, { id: '', body: undefined })
    if ('refused' in account) return account
    const everybody = account.answer.isOperator
      ? await invoke(c, context, getReaders, { id: '', body: undefined })
      : { answer: { readers: [], invitations: [] } }
    if ('refused' in everybody) return everybody
    return {
      title: wordsOf(c, context).say('account.title'),
      place: 'you',
      main: <AccountPage account={account.answer} {...everybody.answer} made={made} />,
    }
  })
}
