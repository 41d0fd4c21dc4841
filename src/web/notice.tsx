/** What the last form did, said once over the page, with a way back where there is one. */
import { ActionForm } from './action-form.tsx'
import { counted } from './words.ts'

export const noticeCodes = ['hidden', 'muted', 'source-removed', 'sources-added', 'refresh', 'dials'] as const
export type NoticeCode = (typeof noticeCodes)[number]

type Props = {
  readonly code: NoticeCode
  /** What it was done to: a story's id, the address of a source, a number. */
  readonly subject: string
  readonly back: string
}

export function Notice({ code, subject, back }: Props) {
  return (
    <div class="notice" role="status">
      <p>{words(code, subject)}</p>
      {code === 'hidden' ? (
        <ActionForm action="withdraw" body={{ kind: 'hidden', storyId: subject }} back={back}>
          <button type="submit" class="text-button">
            Undo
          </button>
        </ActionForm>
      ) : null}
      {code === 'source-removed' ? (
        <ActionForm action="add-sources" body={{ urls: [subject] }} back={back}>
          <button type="submit" class="text-button">
            Undo
          </button>
        </ActionForm>
      ) : null}
      {code === 'muted' ? (
        <a class="text-button" href="/you#mutes">
          See what is muted
        </a>
      ) : null}
    </div>
  )
}

function words(code: NoticeCode, subject: string): string {
  switch (code) {
    case 'hidden':
      return 'Hidden. It will not come back to your page.'
    case 'muted':
      return 'Muted. Your page is made without it.'
    case 'source-removed':
      return `Removed: ${subject}. What it published stays until it grows old.`
    case 'sources-added':
      return `${counted(Number.parseInt(subject, 10) || 0, 'source')} added, to be read now.`
    case 'refresh':
      return 'Sources are being read again.'
    case 'dials':
      return 'Your page is made anew with these dials.'
  }
}
