/** One thing said on a page of its own: what happened, what still works, what to do. */
import type { ComponentChildren } from 'preact'
import { useWords } from '../words.ts'

type Props = {
  readonly title: string
  readonly message: string
  /** For people who report it. */
  readonly code?: string
  readonly children?: ComponentChildren
}

export function MessagePage({ title, message, code, children }: Props) {
  const { say } = useWords()
  return (
    <section class="blank message">
      <a class="brand" href="/" aria-label={say('frame.home')}>
        Salient
        <i />
      </a>
      <h1>{title}</h1>
      <p>{message}</p>
      <p class="buttons">
        {children ?? (
          <a class="pill" href="/">
            {say('action.toPage')}
          </a>
        )}
      </p>
      {code === undefined ? null : <p class="faint">{code}</p>}
    </section>
  )
}
