/** The page: the top story large, the others in order of worth, an end, and what it is made of. */
import type { PageView, SetupView } from '../../server/api/contract.ts'
import { DialsForm } from '../dials-form.tsx'
import { FollowButton } from '../follow-button.tsx'
import { topicLink } from '../links.ts'
import { StoryCard } from '../story-card.tsx'
import { NameBar } from '../topbar.tsx'
import { counted, type Now, partOfDay, soon } from '../words.ts'

type Props = { readonly page: PageView; readonly now: Now; readonly leftOut: boolean }

export function FrontPage({ page, now, leftOut }: Props) {
  const back = leftOut ? '/?show=left-out' : '/'
  return (
    <>
      <NameBar tune={!leftOut} />
      <header class="mast">
        <h1>{leftOut ? 'Left out of your page' : partOfDay(now)}</h1>
        <p>{leftOut ? counted(page.stories.length, 'story', 'stories') : whatItIs(page)}</p>
      </header>
      {/* Filled by the script when something new has come in; nothing on the page moves before it is pressed. */}
      <p class="fresh" data-fresh hidden>
        <a class="pill" href="/">
          New stories
        </a>
      </p>
      {page.sourcesPending > 0 ? <Partial pending={page.sourcesPending} /> : null}
      <div class="cards">
        {page.stories.map((card, index) => (
          <StoryCard key={card.id} card={card} now={now} back={back} look={index === 0 && !leftOut ? 'lead' : 'row'} />
        ))}
      </div>
      {leftOut ? <BackToPage /> : <CaughtUp page={page} now={now} />}
    </>
  )
}

export function FrontRail({ page }: Pick<Props, 'page'>) {
  return (
    <>
      <section>
        <h2>This page is made of</h2>
        <Mix mix={page.mix} />
      </section>
      <section id="tune">
        <h2>Tune it</h2>
        <DialsForm values={page.dials} back="/" />
      </section>
      {page.suggestions.length === 0 ? null : (
        <section>
          <h2>You might follow</h2>
          <ul class="rows">
            {page.suggestions.map((topic) => (
              <li key={topic.id}>
                <a href={topicLink(topic.id)} dir="auto">
                  {topic.label}
                </a>
                <FollowButton topic={topic} back="/" look="text" />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** No story yet: says what is missing, or how far the first sources are. */
export function EmptyPage({ setup, now }: { readonly setup: SetupView; readonly now: Now }) {
  const read = setup.sources - setup.sourcesPending
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1>{partOfDay(now)}</h1>
      </header>
      {setup.sources === 0 ? (
        <section class="blank">
          <h2>Your page begins with its sources.</h2>
          <p>Choose a few newspapers, magazines or blogs. Salient reads them and folds their reports into stories.</p>
          <a class="pill" href="/start">
            Choose sources
          </a>
        </section>
      ) : (
        <section class="blank" data-filling>
          <h2>{setup.sourcesPending > 0 ? 'Your sources are coming in.' : 'Nothing new at the moment.'}</h2>
          <p role="status">
            {setup.sourcesPending > 0
              ? `${read} of ${counted(setup.sources, 'source')} read, ${counted(setup.stories, 'story', 'stories')} so far.`
              : 'What your sources publish appears here, the most telling first.'}
          </p>
          <progress max={setup.sources} value={read} aria-label="Sources read" />
          <a class="pill ghost" href="/sources">
            See your sources
          </a>
        </section>
      )}
    </>
  )
}

function whatItIs(page: PageView): string {
  const stories = counted(page.stories.length, 'story', 'stories')
  return `${stories} from ${counted(page.reportCount, 'report')} · ${page.readingMinutes} min`
}

function Partial({ pending }: { readonly pending: number }) {
  return (
    <p class="partial" role="status">
      {counted(pending, 'source')} still to be read for the first time. What is in so far:
    </p>
  )
}

function CaughtUp({ page, now }: Pick<Props, 'page' | 'now'>) {
  const folded = page.foldedCount > 0 ? `; ${counted(page.foldedCount, 'copy was', 'copies were')} folded away` : ''
  return (
    <section class="end">
      <h2>You’re caught up.</h2>
      <p>
        {counted(page.stories.length, 'story stands', 'stories stand')} for {counted(page.reportCount, 'report')}
        {folded}.
        {page.nextAt === undefined
          ? ''
          : ` The next page comes at ${soon(page.nextAt, now)}, sooner if something breaks.`}
      </p>
      {page.leftOutCount === 0 ? null : (
        <a class="pill ghost" href="/?show=left-out">
          Show what was left out
        </a>
      )}
    </section>
  )
}

function BackToPage() {
  return (
    <section class="end">
      <a class="pill ghost" href="/">
        Back to your page
      </a>
    </section>
  )
}

const parts = [
  { part: 'followed', name: 'Followed by you' },
  { part: 'learned', name: 'Learned from you' },
  { part: 'important', name: 'Important to everyone' },
  { part: 'explore', name: 'To explore' },
] as const

function Mix({ mix }: { readonly mix: PageView['mix'] }) {
  const total = Math.max(
    1,
    parts.reduce((sum, { part }) => sum + mix[part], 0),
  )
  let from = 0
  const bars = parts.map(({ part }) => {
    const bar = { part, x: from, width: (mix[part] / total) * 100 }
    from += bar.width
    return bar
  })
  return (
    <>
      <svg class="mix" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        {bars.map(({ part, x, width }) => (
          <rect key={part} class={`part-${part}`} x={x} width={Math.max(0, width - 0.8)} height="4" />
        ))}
      </svg>
      <dl class="key">
        {parts.map(({ part, name }) => (
          <div key={part}>
            <dt>
              <i class={`part-${part}`} />
              {name}
            </dt>
            <dd>{mix[part]}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
