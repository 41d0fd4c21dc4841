/** A reader's account: ways in, open sessions, tokens for programs, the operator's readers, and erasing it all. */
import type { AccountView, InvitationView, MadeLink, ReaderAccountView } from '../../server/api/contract/accounts.ts'
import { accountLimits } from '../../server/api/contract/accounts.ts'
import { ActionForm } from '../action-form.tsx'
import { BackBar } from '../topbar.tsx'
import { useWords, type Words } from '../words.ts'
import { Field, NewPassword, PasskeyProblem } from './sign-in-page.tsx'

export type Made = { readonly link: MadeLink } | { readonly token: string } | undefined

type Props = {
  readonly account: AccountView
  /** Only for the operator. */
  readonly readers: readonly ReaderAccountView[]
  readonly invitations: readonly InvitationView[]
  /** What the last form made: said now and never again. */
  readonly made: Made
}

const back = '/account'

export function AccountPage({ account, readers, invitations, made }: Props) {
  const { say } = useWords()
  const { name } = account.reader
  return (
    <>
      <BackBar />
      <header class="mast">
        <h1>{say('account.title')}</h1>
        <p>{account.isOperator ? say('account.runs', { name }) : <bdi>{name}</bdi>}</p>
      </header>
      {made === undefined ? null : <JustMade made={made} />}
      <WaysIn account={account} />
      <Passkeys account={account} />
      <Sessions account={account} />
      <Tokens account={account} />
      {account.isOperator ? <Readers readers={readers} invitations={invitations} /> : null}
      <Erase account={account} />
    </>
  )
}

function JustMade({ made }: { readonly made: NonNullable<Made> }) {
  const { say, day } = useWords()
  const [words, secret] =
    'link' in made
      ? [say('account.link', { time: day(made.link.expiresAt) }), made.link.link]
      : [say('account.token'), made.token]
  return (
    <div class="notice tall" role="status">
      <p>{words}</p>
      <p>
        <code class="secret" dir="ltr">
          {secret}
        </code>
      </p>
    </div>
  )
}

function WaysIn({ account }: Pick<Props, 'account'>) {
  const { say } = useWords()
  return (
    <section class="listed" id="password">
      <h2>{say(account.hasPassword ? 'account.changePassword' : 'account.givePassword')}</h2>
      {account.alone ? <p class="quiet">{say('account.alone')}</p> : null}
      <ActionForm action="password" back={back} class="way-form">
        <input type="hidden" name="username" value={account.reader.name} autocomplete="username" />
        {account.hasPassword ? (
          <Field label={say('account.present')}>
            <input type="password" name="current" required autocomplete="current-password" />
          </Field>
        ) : null}
        <NewPassword />
        <p class="buttons">
          <button type="submit" class="pill">
            {say(account.hasPassword ? 'account.change' : 'account.set')}
          </button>
        </p>
      </ActionForm>
    </section>
  )
}

/** Adding one takes a script, which shows the button where the browser and the address allow it. */
function Passkeys({ account }: Pick<Props, 'account'>) {
  const words = useWords()
  const { say, ago, nowMs, moment } = words
  return (
    <section class="listed" id="passkeys">
      <h2>{say('account.passkeys')}</h2>
      <p class="quiet">{say('account.passkeysWords')}</p>
      <ul class="rows">
        {account.passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <li key={id}>
            <span dir="auto">{browserOf(name, words)}</span>
            <span class="faint">
              <Facts
                facts={[
                  say('you.since', { time: moment(createdAt) }),
                  lastUsedAt === undefined
                    ? say('account.neverUsed')
                    : say('account.used', { ago: ago(nowMs - Date.parse(lastUsedAt)) }),
                ]}
              />
            </span>
            <ActionForm action="drop-passkey" body={{ id }} back="/account#passkeys">
              <Act words={say('action.remove')} of={browserOf(name, words)} />
            </ActionForm>
          </li>
        ))}
      </ul>
      <p class="buttons">
        <button type="button" class="pill ghost" data-passkey="new" hidden>
          {say('account.addPasskey')}
        </button>
      </p>
      <PasskeyProblem />
    </section>
  )
}

function Sessions({ account }: Pick<Props, 'account'>) {
  const words = useWords()
  const { say } = words
  if (account.sessions.length === 0) return null
  return (
    <section class="listed" id="sessions">
      <h2>{say('account.sessions')}</h2>
      <ul class="rows">
        {account.sessions.map((session) => (
          <li key={session.id}>
            <span dir="auto">{browserOf(session.userAgent, words)}</span>
            <span class="faint">
              <Facts
                facts={[
                  session.current ? say('account.thisOne') : '',
                  session.address,
                  say('you.since', { time: words.moment(session.createdAt) }),
                ]}
              />
            </span>
            {session.current ? null : (
              <ActionForm action="end-session" body={{ id: session.id }} back="/account#sessions">
                <Act words={say('account.end')} of={browserOf(session.userAgent, words)} />
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      <div class="buttons wrap">
        <form method="post" action="/sign-out">
          <button type="submit" class="pill ghost small">
            {say('account.signOut')}
          </button>
        </form>
        {account.sessions.length > 1 ? (
          <ActionForm action="end-other-sessions" back="/account#sessions">
            <button type="submit" class="pill ghost small">
              {say('account.endOthers')}
            </button>
          </ActionForm>
        ) : null}
      </div>
    </section>
  )
}

function Facts({ facts }: { readonly facts: readonly string[] }) {
  return facts
    .filter((fact) => fact !== '')
    .map((fact, n) => (
      <bdi key={fact}>
        {n === 0 ? '' : ' · '}
        {fact}
      </bdi>
    ))
}

/** A small button; who only hears it hears what it is for. */
function Act({ words, of }: { readonly words: string; readonly of: string }) {
  return (
    <button type="submit" class="text-button quiet">
      {words}
      <span class="hidden-words">: {of}</span>
    </button>
  )
}

/** Good enough to tell one's own devices apart. */
function browserOf(userAgent: string, { say }: Words): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(userAgent)?.[1]
  const system = /(iPhone|iPad|Android|Windows|Macintosh|Linux)/.exec(userAgent)?.[1]
  const name = browser === 'Edg' ? 'Edge' : browser === 'OPR' ? 'Opera' : browser
  const place = system === 'Macintosh' ? 'Mac' : system
  if (name === undefined) return userAgent === '' ? say('account.program') : userAgent.slice(0, 40)
  return place === undefined ? name : say('account.browserOn', { browser: name, system: place })
}

function Tokens({ account }: Pick<Props, 'account'>) {
  const { say, ago, nowMs } = useWords()
  return (
    <section class="listed" id="tokens">
      <h2>{say('account.tokens')}</h2>
      <p class="quiet">
        {say('account.tokensWords')} <code dir="ltr">Authorization: Bearer TOKEN</code>
      </p>
      <ul class="rows">
        {account.tokens.map((token) => (
          <li key={token.id}>
            <span dir="auto">{token.name}</span>
            <span class="faint">
              {token.lastUsedAt === undefined
                ? say('account.neverUsed')
                : say('account.used', { ago: ago(nowMs - Date.parse(token.lastUsedAt)) })}
            </span>
            <ActionForm action="revoke-token" body={{ id: token.id }} back="/account#tokens">
              <Act words={say('account.takeBack')} of={token.name} />
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm action="make-token" back={back} class="way-form">
        <Field label={say('account.whatFor')}>
          <input name="name" required maxLength={accountLimits.tokenNameLength} dir="auto" />
        </Field>
        <p class="buttons">
          <button type="submit" class="pill ghost">
            {say('account.makeToken')}
          </button>
        </p>
      </ActionForm>
    </section>
  )
}

function Readers({ readers, invitations }: Pick<Props, 'readers' | 'invitations'>) {
  const { say, day, moment } = useWords()
  return (
    <section class="listed" id="readers">
      <h2>{say('operator.readers')}</h2>
      <ul class="rows">
        {readers.map((reader) => (
          <li key={reader.id}>
            <span dir="auto">{reader.name}</span>
            <span class="faint">
              <Facts
                facts={[
                  reader.isOperator ? say('account.operator') : '',
                  reader.canSignIn ? '' : say('account.noWay'),
                  say('you.since', { time: moment(reader.createdAt) }),
                ]}
              />
            </span>
            {reader.isOperator ? null : <ReaderActs reader={reader} />}
          </li>
        ))}
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <span>{say('account.invitation')}</span>
            <span class="faint">{say('you.until', { time: day(invitation.expiresAt) })}</span>
            <ActionForm action="withdraw-invitation" body={{ id: invitation.id }} back="/account#readers">
              <Act words={say('account.takeBack')} of={say('account.invitation')} />
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm action="invite" back={back} class="buttons">
        <button type="submit" class="pill ghost">
          {say('account.invite')}
        </button>
      </ActionForm>
    </section>
  )
}

function ReaderActs({ reader }: { readonly reader: ReaderAccountView }) {
  const { say } = useWords()
  return (
    <span class="source-acts">
      <ActionForm action="reset-reader" body={{ id: reader.id }} back={back}>
        <Act words={say('account.newLink')} of={reader.name} />
      </ActionForm>
      <details>
        <summary class="text-button quiet">{say('action.remove')}</summary>
        <ActionForm action="remove-reader" body={{ id: reader.id }} back="/account#readers">
          <button type="submit" class="text-button" dir="auto">
            {say('account.removeReader', { name: reader.name })}
          </button>
        </ActionForm>
      </details>
    </span>
  )
}

function Erase({ account }: Pick<Props, 'account'>) {
  const { say } = useWords()
  return (
    <section class="listed" id="erase">
      <h2>{say('account.erase')}</h2>
      <p class="quiet">
        {say('account.eraseWords')} <a href="/you/export">{say('account.copyFirst')}</a>
      </p>
      <ActionForm action="erase" back="/" class="way-form">
        <Field label={say('account.eraseName')}>
          <input name="name" required autocomplete="off" dir="auto" placeholder={account.reader.name} />
        </Field>
        <p class="buttons">
          <button type="submit" class="pill ghost danger">
            {say('account.eraseMe')}
          </button>
        </p>
      </ActionForm>
    </section>
  )
}
