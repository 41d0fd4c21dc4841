/** Ways in, each a page with one form: signing in, and a link that makes a reader or gives one a new password. */
import type { ComponentChildren } from 'preact'
import { accountLimits } from '../../server/api/contract/accounts.ts'

type Props = {
  /** What went wrong with the last try. */
  readonly problem?: string
}

export function SignInPage({ problem, name, back, mayJoin }: Props & SignInProps) {
  return (
    <Way heading="Sign in" problem={problem}>
      <form method="post" action="/sign-in" class="way-form">
        <input type="hidden" name="back" value={back} />
        <Field label="Name">
          <input name="name" value={name} required autocomplete="username webauthn" dir="auto" spellcheck={false} />
        </Field>
        <Field label="Password">
          <input type="password" name="password" required autocomplete="current-password" />
        </Field>
        <p class="start-end">
          <button type="submit" class="pill large">
            Sign in
          </button>
          {mayJoin ? <a href="/join">Become a reader</a> : null}
        </p>
      </form>
      <p class="quiet">
        No way in any more? Whoever runs this installation can give you a link: <code>salient reader reset NAME</code>
      </p>
    </Way>
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
  return (
    <Way heading={reader === undefined ? 'Become a reader' : `Welcome back, ${reader}`} problem={problem}>
      <form method="post" action="/join" class="way-form">
        <input type="hidden" name="key" value={linkKey} />
        {reader === undefined ? (
          <Field label="What shall we call you?">
            <input name="name" value={name} maxLength={60} required autocomplete="username" dir="auto" />
          </Field>
        ) : null}
        <NewPassword />
        <p class="start-end">
          <button type="submit" class="pill large">
            {reader === undefined ? 'Go on' : 'Set it and sign in'}
          </button>
        </p>
      </form>
    </Way>
  )
}

export function NewPassword() {
  const { passwordMin, passwordMax } = accountLimits
  return (
    <Field label={`A new password, ${passwordMin} characters or more`}>
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
