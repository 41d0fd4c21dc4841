/** Ways in, each a page with one form: signing in, and a link that makes a reader or gives one a new password. */
import type { ComponentChildren } from 'preact'
import { accountLimits } from '../../server/api/contract/accounts.ts'
import { useWords } from '../words.ts'

type Props = {
  /** What went wrong with the last try. */
  readonly problem?: string
}

export function SignInPage({ problem, name, back, mayJoin }: Props & SignInProps) {
  const { say } = useWords()
  return (
    <Way heading={say('enter.signIn')} problem={problem}>
      <form method="post" action="/sign-in" class="way-form">
        <input type="hidden" name="back" value={back} />
        <Field label={say('enter.name')}>
          <input name="name" value={name} required autocomplete="username" dir="auto" spellcheck={false} />
        </Field>
        <Field label={say('enter.password')}>
          <input type="password" name="password" required autocomplete="current-password" />
        </Field>
        <p class="start-end">
          <button type="submit" class="pill large">
            {say('enter.signIn')}
          </button>
          <button type="button" class="pill ghost large" data-passkey={back} hidden>
            {say('enter.passkey')}
          </button>
          {mayJoin ? <a href="/join">{say('enter.join')}</a> : null}
        </p>
        <PasskeyProblem />
      </form>
      <p class="quiet">
        {say('enter.lost')} <code dir="ltr">salient reader reset NAME</code>
      </p>
    </Way>
  )
}

/** Filled by the script when a passkey does not do what it should. */
export function PasskeyProblem() {
  const { say } = useWords()
  return (
    <p class="notice bad" role="alert" data-passkey-problem hidden>
      {say('enter.passkeyFailed')}
    </p>
  )
}

type SignInProps = {
  readonly name: string
  /** Where to go afterwards, a path of this server. */
  readonly back: string
  /** Sign-up is open to everybody. */
  readonly mayJoin: boolean
}

type JoinProps = {
  /** Of the link; empty where sign-up is open. */
  readonly linkKey: string
  /** Whose link it is; a new reader gives a name. */
  readonly reader: string | undefined
  readonly name: string
}

export function JoinPage({ problem, linkKey, reader, name }: Props & JoinProps) {
  const { say } = useWords()
  return (
    <Way heading={reader === undefined ? say('enter.join') : say('enter.back', { name: reader })} problem={problem}>
      <form method="post" action="/join" class="way-form">
        <input type="hidden" name="key" value={linkKey} />
        {reader === undefined ? (
          <Field label={say('start.name')}>
            <input name="name" value={name} maxLength={60} required autocomplete="username" dir="auto" />
          </Field>
        ) : null}
        <NewPassword />
        <p class="start-end">
          <button type="submit" class="pill large">
            {say(reader === undefined ? 'enter.goOn' : 'enter.setAndSignIn')}
          </button>
        </p>
      </form>
    </Way>
  )
}

export function NewPassword() {
  const { passwordMin, passwordMax } = accountLimits
  const { say } = useWords()
  return (
    <Field label={say('enter.newPassword', { number: passwordMin })}>
      <input
        type="password"
        name="password"
        minLength={passwordMin}
        maxLength={passwordMax}
        required
        autocomplete="new-password"
      />
    </Field>
  )
}

export function Field({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  )
}

function Way({
  heading,
  problem,
  children,
}: {
  readonly heading: string
  readonly problem: string | undefined
  readonly children: ComponentChildren
}) {
  return (
    <div class="start way">
      <p class="brand">
        Salient
        <i />
      </p>
      <h1 dir="auto">{heading}</h1>
      {problem === undefined ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      {children}
    </div>
  )
}
