/** What a person decided about one source: its name, folder, how its pages are read and how often it is asked. */
import type { SourceView } from '../server/api/contract.ts'
import { ActionForm } from './action-form.tsx'
import { sourceProblemWords } from './health-words.ts'
import { hostName, spanWords, useWords } from './words.ts'

/** Between a folder and the one inside it, with spaces around: so that a name may hold it. */
export const folderMark = ' / '

const minutesOffered = [15, 30, 60, 180, 360, 720, 1440]
const readings = ['auto', 'always', 'never'] as const

export function folderOf({ folders }: Pick<SourceView, 'folders'>): string {
  return folders.join(folderMark)
}

export function SourceSettings({ source }: { readonly source: SourceView }) {
  const { say } = useWords()
  const { settings } = source
  return (
    <details class="source-settings">
      <summary class="text-button quiet">
        {say('sources.settings')}
        <span class="hidden-words"> {source.name}</span>
      </summary>
      <Hub source={source} />
      <ActionForm action="set-source" body={{ id: source.id }} back="/sources" class="settings-form">
        <label class="field">
          <span>{say('sources.name')}</span>
          <input name="name" value={settings.name ?? ''} maxLength={200} placeholder={source.name} dir="auto" />
        </label>
        <label class="field">
          <span>{say('sources.folder')}</span>
          <input name="folder" value={folderOf(source)} maxLength={500} dir="auto" />
        </label>
        {source.kind === 'feed' ? <Reading source={source} /> : null}
        <p class="buttons">
          <button type="submit" class="pill ghost">
            {say('action.apply')}
          </button>
        </p>
      </ActionForm>
    </details>
  )
}

/** Whether what is new is sent here, beside being asked for. */
function Hub({ source: { hub } }: { readonly source: SourceView }) {
  const words = useWords()
  const { say, moment } = words
  if (hub === undefined) return null
  const name = hostName(hub.url)
  return (
    <p class="quiet hub">
      {hub.sendsUntil === undefined
        ? say('sources.hubStill', { name, time: moment(hub.askedNextAt) })
        : say('sources.hubSends', { name, time: moment(hub.sendsUntil) })}{' '}
      {hub.problem === undefined ? null : <bdi>{sourceProblemWords(words, hub.problem)}</bdi>}
    </p>
  )
}

/** What only a feed has: its own pages beside it, and a time to be asked. */
function Reading({ source: { settings } }: { readonly source: SourceView }) {
  const words = useWords()
  const { say } = words
  const own = settings.intervalMinutes
  const offered = own === undefined || minutesOffered.includes(own) ? minutesOffered : [own, ...minutesOffered]
  return (
    <>
      <label class="field">
        <span>{say('sources.fullText')}</span>
        <select name="fullText">
          {readings.map((reading) => (
            <option key={reading} value={reading} selected={reading === settings.fullText}>
              {say(`sources.fullText.${reading}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{say('sources.interval')}</span>
        <select name="intervalMinutes">
          <option value="">{say('sources.intervalAuto')}</option>
          {offered
            .toSorted((a, b) => a - b)
            .map((minutes) => (
              <option key={minutes} value={minutes} selected={minutes === own}>
                {spanWords(minutes, words)}
              </option>
            ))}
        </select>
      </label>
    </>
  )
}
