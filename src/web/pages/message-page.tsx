/** One thing said on a page of its own: what happened, what still works, what to do. */
import type { ComponentChildren } from 'preact'

type Props = {
  readonly title: string
  readonly message: string
  /** For people who report it. */
  readonly code?: string
  readonly children?: ComponentChildren
}

export function MessagePage({ title, message, code, children }: Props) {
  return (
    <section class="blank message">
      <h1>{title}</h1>
      <p>{message}</p>
      <p class="buttons">
        {children ?? (
          <a class="pill" href="/">
            To your page
          </a>
        )}
      </p>
      {code === undefined ? null : <p class="faint">{code}</p>}
    </section>
  )
}
