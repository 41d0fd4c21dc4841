/** What the last form did, said once over the page, with a way back where there is one. */
import { ActionForm, type ActionName } from './action-form.tsx'
import { useWords, type Words } from './words.ts'

export const noticeCodes = [
  'hidden',
  'muted',
  'unmuted',
  'unfollowed',
  'source-removed',
  'source-set',
  'forgotten',
  'unhighlighted',
  'sources-added',
  'refresh',
  'dials',
  'reads',
  'control',
  'apart',
  'together',
  'names',
  'search',
  'erased',
  'history',
  'password',
  'session-ended',
  'token-revoked',
  'passkey',
  'passkey-removed',
] as const
export type NoticeCode = (typeof noticeCodes)[number]

type Props = {
  readonly code: NoticeCode
  /** What it was done to: a story's id, the address of a source, a number. */
  readonly subject: string
  readonly back: string
  /** The form that takes it back. */
  readonly undo?: { readonly action: ActionName; readonly body: object } | undefined
}

export function Notice({ code, subject, back, undo }: Props) {
  const words = useWords()
  const { say } = words
  return (
    <div class="notice" role="status">
      <p>{noticeWords(words, code, subject)}</p>
      {undo === undefined ? null : (
        <ActionForm action={undo.action} body={undo.body} back={back}>
          <button type="submit" class="text-button">
            {say('action.undo')}
          </button>
        </ActionForm>
      )}
      {code === 'hidden' ? (
        <ActionForm action="withdraw" body={{ kind: 'hidden', storyId: subject }} back={back}>
          <button type="submit" class="text-button">
            {say('action.undo')}
          </button>
        </ActionForm>
      ) : null}
      {code === 'source-removed' ? (
        <ActionForm action="add-sources" body={{ urls: [subject] }} back={back}>
          <button type="submit" class="text-button">
            {say('action.undo')}
          </button>
        </ActionForm>
      ) : null}
      {code === 'muted' ? (
        <a class="text-button" href="/you#mutes">
          {say('notice.seeMutes')}
        </a>
      ) : null}
    </div>
  )
}

function noticeWords({ say }: Words, code: NoticeCode, subject: string): string {
  switch (code) {
    case 'hidden':
      return say('notice.hidden')
    case 'muted':
      return say('notice.muted')
    case 'source-removed':
      return say('notice.removed', { name: subject })
    case 'sources-added':
      return say('notice.added', { count: Number.parseInt(subject, 10) || 0 })
    case 'unfollowed':
      return say('toast.unfollowed')
    case 'refresh':
      return say('notice.refresh')
    case 'unmuted':
    case 'source-set':
    case 'forgotten':
    case 'unhighlighted':
    case 'dials':
    case 'reads':
    case 'control':
    case 'apart':
    case 'together':
    case 'names':
    case 'search':
    case 'erased':
    case 'history':
    case 'password':
    case 'session-ended':
    case 'token-revoked':
    case 'passkey':
    case 'passkey-removed':
      return say(`notice.${code}`)
  }
}
