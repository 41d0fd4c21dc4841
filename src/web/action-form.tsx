/**
 * A form that does one thing and comes back: works without scripts, and the script sends it without leaving the page. Its
 * `body` is the request that the API would take; fields among the children are laid over it by name.
 */
import type { ComponentChildren, ComponentProps } from 'preact'

export type ActionName =
  | 'signal'
  | 'withdraw'
  | 'follow'
  | 'unfollow'
  | 'mute'
  | 'unmute'
  | 'dials'
  | 'reads'
  | 'learning'
  | 'forget'
  | 'label'
  | 'forget-read'
  | 'highlight'
  | 'remove-highlight'
  | 'control'
  | 'add-sources'
  | 'add-opml'
  | 'remove-source'
  | 'set-source'
  | 'refresh'
  | 'language'
  | 'correct'
  | 'undo-correction'
  | 'merge-names'
  | 'separate-names'
  | 'save-query'
  | 'erase-learned'
  | 'import-history'

/** Forms of the account's page. */
export type AccountActionName =
  | 'password'
  | 'end-session'
  | 'end-other-sessions'
  | 'drop-passkey'
  | 'make-token'
  | 'revoke-token'
  | 'invite'
  | 'withdraw-invitation'
  | 'reset-reader'
  | 'remove-reader'
  | 'erase'

type Props = {
  readonly action: ActionName | AccountActionName
  readonly body?: object
  /** Where to come back to, a path of this server. */
  readonly back: string
  readonly class?: string
  /** `stay`: the script sends it in place. `go`: always a real navigation, since the whole page changes. */
  readonly after?: 'stay' | 'go'
  readonly multipart?: boolean
  readonly children: ComponentChildren
}

export function ActionForm({ action, body, back, after = 'go', multipart = false, children, ...rest }: Props) {
  return (
    <form
      method="post"
      action={`/do/${action}`}
      class={rest.class}
      data-after={after}
      encType={multipart ? 'multipart/form-data' : undefined}
    >
      <input type="hidden" name="back" value={back} />
      {body === undefined ? null : <input type="hidden" name="body" value={JSON.stringify(body)} />}
      {children}
    </form>
  )
}

type ButtonsProps = { readonly back: string; readonly class?: string; readonly children: ComponentChildren }

/** One form around several `ActionButton`s and all that stands between them; a page of cards has hundreds of buttons. */
export function ActionButtons({ back, children, ...rest }: ButtonsProps) {
  return (
    <form method="post" class={rest.class} data-after="stay">
      <input type="hidden" name="back" value={back} />
      {children}
    </form>
  )
}

type ButtonProps = Omit<ComponentProps<'button'>, 'action' | 'type'> & {
  readonly action: ActionName
  readonly body: object
}

/** A button within `ActionButtons`: where it leads and what it sends are its own. */
export function ActionButton({ action, body, children, ...rest }: ButtonProps) {
  return (
    <button type="submit" formAction={`/do/${action}`} name="body" value={JSON.stringify(body)} {...rest}>
      {children}
    </button>
  )
}
