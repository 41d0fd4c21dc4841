/** A reader's account: ways in, open sessions, tokens for programs, the operator's readers, and erasing it all. */
import type { AccountView, InvitationView, MadeLink, ReaderAccountView } from '../../server/api/contract/accounts.ts'
import { accountLimits } from '../../server/api/contract/accounts.ts'
import { ActionForm } from '../action-form.tsx'
import { BackBar } from '../topbar.tsx'
import { useWords } from '../words.ts'
import { Field, NewPassword } from './sign-in-page.tsx'

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
  return (
    <>
      <BackBar />
      <header class="mast">
        <h1>Your account</h1>
        <p dir="auto">
          {account.reader.name}
          {account.isOperator ? ', who runs this installation' : ''}
        </p>
      </header>
      {made === undefined ? null : <JustMade made={made} />}
      <WaysIn account={account} />
      <Sessions account={account} />
      <Tokens account={account} />
      {account.isOperator ? <Readers readers={readers} invitations={invitations} /> : null}
      <Erase account={account} />
    </>
  )
}

function JustMade({ made }: { readonly made: NonNullable<Made> }) {
  const { moment } = useWords()
  const [words, secret] =
    'link' in made
      ? [`A link that works once, until ${moment(made.link.expiresAt)}:`, made.link.link]
      : ['Your access token. It is shown only now:', made.token]
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
  return (
    <section class="listed" id="password">
      <h2>{account.hasPassword ? 'Change your password' : 'Give yourself a password'}</h2>
      {account.alone ? (
        <p class="quiet">
          You are alone here and read without signing in, on this machine only. From the moment you have a password,
          every browser signs in.
        </p>
      ) : null}
      <ActionForm action="password" back={back} class="way-form">
        <input type="hidden" name="username" value={account.reader.name} autocomplete="username" />
        {account.hasPassword ? (
          <Field label="Your present password">
            <input type="password" name="current" required autocomplete="current-password" />
          </Field>
        ) : null}
        <NewPassword />
        <p class="buttons">
          <button type="submit" class="pill">
            {account.hasPassword ? 'Change it' : 'Set it'}
          </button>
        </p>
      </ActionForm>
    </section>
  )
}

function Sessions({ account }: Pick<Props, 'account'>) {
  const { moment } = useWords()
  if (account.sessions.length === 0) return null
  return (
    <section class="listed" id="sessions">
      <h2>Where you are signed in</h2>
      <ul class="rows">
        {account.sessions.map((session) => (
          <li key={session.id}>
            <span>{browserOf(session.userAgent)}</span>
            <span class="faint">
              {session.current ? 'this one, ' : ''}
              {session.address === '' ? '' : `${session.address}, `}
              since {moment(session.createdAt)}
            </span>
            {session.current ? null : (
              <ActionForm action="end-session" body={{ id: session.id }} back="/account#sessions">
                <button type="submit" class="text-button quiet">
                  End<span class="hidden-words"> the session of {browserOf(session.userAgent)}</span>
                </button>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      <div class="buttons wrap">
        <form method="post" action="/sign-out">
          <button type="submit" class="pill ghost small">
            Sign out
          </button>
        </form>
        {account.sessions.length > 1 ? (
          <ActionForm action="end-other-sessions" back="/account#sessions">
            <button type="submit" class="pill ghost small">
              End all others
            </button>
          </ActionForm>
        ) : null}
      </div>
    </section>
  )
}

/** Good enough to tell one's own devices apart. */
export function browserOf(userAgent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(userAgent)?.[1]
  const system = /(iPhone|iPad|Android|Windows|Macintosh|Linux)/.exec(userAgent)?.[1]
  const name = browser === 'Edg' ? 'Edge' : browser === 'OPR' ? 'Opera' : browser
  const place = system === 'Macintosh' ? 'Mac' : system
  if (name === undefined) return userAgent === '' ? 'A program' : userAgent.slice(0, 40)
  return place === undefined ? name : `${name} on ${place}`
}

function Tokens({ account }: Pick<Props, 'account'>) {
  const { age } = useWords()
  return (
    <section class="listed" id="tokens">
      <h2>Access for programs</h2>
      <p class="quiet">
        A script or an app reads as you with a token, sent as <code>Authorization: Bearer</code>.
      </p>
      <ul class="rows">
        {account.tokens.map((token) => (
          <li key={token.id}>
            <span dir="auto">{token.name}</span>
            <span class="faint">{token.lastUsedAt === undefined ? 'never used' : `used ${age(token.lastUsedAt)}`}</span>
            <ActionForm action="revoke-token" body={{ id: token.id }} back="/account#tokens">
              <button type="submit" class="text-button quiet">
                Take back<span class="hidden-words"> {token.name}</span>
              </button>
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm action="make-token" back={back} class="way-form">
        <Field label="What is it for?">
          <input name="name" required maxLength={accountLimits.tokenNameLength} dir="auto" />
        </Field>
        <p class="buttons">
          <button type="submit" class="pill ghost">
            Make a token
          </button>
        </p>
      </ActionForm>
    </section>
  )
}

function Readers({ readers, invitations }: Pick<Props, 'readers' | 'invitations'>) {
  const { moment } = useWords()
  return (
    <section class="listed" id="readers">
      <h2>Readers</h2>
      <ul class="rows">
        {readers.map((reader) => (
          <li key={reader.id}>
            <span dir="auto">{reader.name}</span>
            <span class="faint">
              {reader.isOperator ? 'operator, ' : ''}
              {reader.canSignIn ? '' : 'no way to sign in, '}since {moment(reader.createdAt)}
            </span>
            {reader.isOperator ? null : <ReaderActs reader={reader} />}
          </li>
        ))}
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <span>An invitation</span>
            <span class="faint">until {moment(invitation.expiresAt)}</span>
            <ActionForm action="withdraw-invitation" body={{ id: invitation.id }} back="/account#readers">
              <button type="submit" class="text-button quiet">
                Take back<span class="hidden-words"> the invitation</span>
              </button>
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm action="invite" back={back} class="buttons">
        <button type="submit" class="pill ghost">
          Invite somebody
        </button>
      </ActionForm>
    </section>
  )
}

function ReaderActs({ reader }: { readonly reader: ReaderAccountView }) {
  return (
    <span class="source-acts">
      <ActionForm action="reset-reader" body={{ id: reader.id }} back={back}>
        <button type="submit" class="text-button quiet">
          New link<span class="hidden-words"> for {reader.name}</span>
        </button>
      </ActionForm>
      <details>
        <summary class="text-button quiet">Remove</summary>
        <ActionForm action="remove-reader" body={{ id: reader.id }} back="/account#readers">
          <button type="submit" class="text-button">
            Remove {reader.name} and all that is kept of them
          </button>
        </ActionForm>
      </details>
    </span>
  )
}

function Erase({ account }: Pick<Props, 'account'>) {
  return (
    <section class="listed" id="erase">
      <h2>Erase</h2>
      <p class="quiet">
        Everything kept of you goes at once and for good: what you follow and mute, saved stories, what was learned,
        your pages, and your ways in. <a href="/you/export">Take your copy</a> first.
      </p>
      <ActionForm action="erase" back="/" class="way-form">
        <Field label="To do it, write your name as it stands above">
          <input name="name" required autocomplete="off" dir="auto" placeholder={account.reader.name} />
        </Field>
        <p class="buttons">
          <button type="submit" class="pill ghost danger">
            Erase me
          </button>
        </p>
      </ActionForm>
    </section>
  )
}
