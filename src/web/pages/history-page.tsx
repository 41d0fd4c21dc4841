/** What the reader has read, day by day, the latest first; each can be taken out. */

import type { HistoryView } from '../../server/api/contract/kept.ts'
import { ActionForm } from '../action-form.tsx'
import { Blank } from '../blank.tsx'
import { storyLink } from '../links.ts'
import { known } from '../story-card.tsx'
import { BackBar } from '../topbar.tsx'
import { useWords } from '../words.ts'

type Props = HistoryView
type Read = HistoryView['stories'][number]

export function HistoryPage({ stories }: Props) {
  const { say, date } = useWords()
  const days = [...new Set(stories.map(({ at }) => date(at)))]
  return (
    <>
      <BackBar />
      <header class="mast">
        <h1>{say('history.title')}</h1>
        <p>{stories.length === 0 ? '' : say('count.stories', { count: stories.length })}</p>
      </header>
      {days.map((day) => (
        <section key={day} class="listed">
          <h2>{day}</h2>
          <ol class="read-list">
            {stories
              .filter(({ at }) => date(at) === day)
              .map((read) => (
                <ReadRow key={read.story.id} read={read} />
              ))}
          </ol>
        </section>
      ))}
      {stories.length === 0 ? (
        <Blank title={say('history.none')} text={say('history.keeps')} way={{ to: '/', label: say('action.toPage') }} />
      ) : null}
    </>
  )
}

function ReadRow({ read: { story, at, finished } }: { readonly read: Read }) {
  const { say, clock, listed, direction } = useWords()
  const sources = listed(
    story.sources.map(({ name }) => name),
    2,
  )
  return (
    <li>
      <time dateTime={at}>{clock(at)}</time>
      <div>
        <p class="report-title" lang={known(story.language)} dir="auto">
          <a href={storyLink(story.id)}>{story.headline}</a>
        </p>
        <p class="faint">
          <bdi dir={direction}>{sources}</bdi>
          {finished ? ` · ${say('history.finished')}` : ''}
        </p>
      </div>
      <ActionForm action="forget-read" body={{ id: story.id }} back="/history">
        <button type="submit" class="text-button quiet">
          {say('action.forget')}
          <span class="hidden-words">: {story.headline}</span>
        </button>
      </ActionForm>
    </li>
  )
}
