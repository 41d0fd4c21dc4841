/** What a reader marked, as quotes that lead to their places, each with the way to take it away. */
import type { HighlightView } from '../server/api/contract/highlights.ts'
import { ActionForm } from './action-form.tsx'
import { highlightLink } from './links.ts'
import { useWords } from './words.ts'

type Props = {
  readonly highlights: readonly HighlightView[]
  readonly language: string | undefined
  readonly back: string
  /** False: they have no place in their article any more. */
  readonly lead?: boolean
}

export function Quotes({ highlights, language, back, lead = true }: Props) {
  const { say } = useWords()
  if (highlights.length === 0) return null
  return (
    <ul class="quotes" aria-label={say('highlight.all')}>
      {highlights.map((highlight) => (
        <li key={highlight.id}>
          <blockquote lang={language} dir="auto">
            {lead ? <a href={highlightLink(highlight)}>{highlight.quote}</a> : highlight.quote}
          </blockquote>
          <ActionForm action="remove-highlight" body={{ id: highlight.id }} back={back}>
            <button type="submit" class="text-button quiet">
              {say('action.remove')}
              <span class="hidden-words">: {highlight.quote.slice(0, nameLength)}</span>
            </button>
          </ActionForm>
        </li>
      ))}
    </ul>
  )
}

/** As much of a quote as tells it from others. */
const nameLength = 60
