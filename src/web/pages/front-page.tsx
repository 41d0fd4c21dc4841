/** The page: the top story large, the others in order of worth, an end, and what it is made of. */

import type { StoryCard as Card, PageView, Part, SetupView } from '../../server/api/contract.ts'
import { Blank } from '../blank.tsx'
import { DialsForm } from '../dials-form.tsx'
import { StoryCard } from '../story-card.tsx'
import { NameBar } from '../topbar.tsx'
import { TopicRows } from '../topic-rows.tsx'
import { useWords, type Words } from '../words.ts'

type Props = { readonly page: PageView; readonly leftOut: boolean }

export function FrontPage({ page, leftOut }: Props) {
  const words = useWords()
  const { say } = words
  const back = leftOut ? '/?show=left-out' : '/'
  return (
    <>
      <NameBar tune={!leftOut} />
      <header class="mast">
        <h1>{leftOut ? say('page.leftOut') : words.partOfDay()}</h1>
        <p>{leftOut ? say('count.stories', { count: page.stories.length }) : whatItIs(page, words)}</p>
      </header>
      {/* Filled by the script when something new has come in; nothing on the page moves before it is pressed. */}
      <p class="fresh" data-fresh role="status" hidden>
        <a class="pill" href="/">
          {say('page.newStories')}
        </a>
      </p>
      {leftOut ? <p class="partial">{say('page.leftOutWords')}</p> : null}
      {page.sourcesPending > 0 ? (
        <p class="partial" role="status">
          {say('page.pending', { count: page.sourcesPending })}
        </p>
      ) : null}
      <Stories page={page} leftOut={leftOut} back={back} />
      {leftOut ? (
        <section class="end">
          <a class="pill ghost" href="/">
            {say('page.back')}
          </a>
        </section>
      ) : (
        <CaughtUp page={page} />
      )}
    </>
  )
}

/** The strongest few stand without a heading; so many are read as one list. */
const topStories = 7
/** A heading over fewer stories is noise. */
const sectionMin = 3
const sectionOrder: readonly Part[] = ['followed', 'learned', 'important', 'explore']

/** The top stories in order of worth, the rest by what brought them here, each part in order of worth again. */
function Stories({ page, leftOut, back }: Props & { readonly back: string }) {
  const { say } = useWords()
  const { top, sections } = leftOut || page.dials.chronological ? { top: page.stories, sections: [] } : arrange(page)
  return (
    <>
      <div class="cards">
        {top.map((card, index) => (
          <StoryCard key={card.id} card={card} back={back} look={index === 0 && !leftOut ? 'lead' : 'row'} />
        ))}
      </div>
      {sections.map(({ part, stories }) => (
        <section key={part} class="part" aria-labelledby={`part-${part}`}>
          <h2 id={`part-${part}`} class="part-name">
            {say(`page.${part}`)}
          </h2>
          <div class="cards">
            {stories.map((card) => (
              <StoryCard key={card.id} card={card} back={back} look="row" heading="h3" />
            ))}
          </div>
        </section>
      ))}
    </>
  )
}

/** Sections only where at least two are full enough to help; a story of a small part stays with the top ones. */
function arrange({ stories }: PageView): {
  readonly top: readonly Card[]
  readonly sections: readonly { readonly part: Part; readonly stories: readonly Card[] }[]
} {
  const rest = stories.slice(topStories)
  const sections = sectionOrder
    .map((part) => ({ part, stories: rest.filter((card) => card.part === part) }))
    .filter((section) => section.stories.length >= sectionMin)
  if (sections.length < 2) return { top: stories, sections: [] }
  const placed = new Set(sections.flatMap((section) => section.stories))
  return { top: stories.filter((card) => !placed.has(card)), sections }
}

export function FrontRail({ page, leftOut }: Props) {
  const { say } = useWords()
  return (
    <>
      {leftOut ? null : (
        <section>
          <h2>{say('page.madeOf')}</h2>
          <Mix mix={page.mix} />
        </section>
      )}
      <section id="tune">
        <h2>{say('page.tune')}</h2>
        <DialsForm values={page.dials} back="/" />
      </section>
      {page.suggestions.length === 0 ? null : (
        <section>
          <h2>{say('page.suggestions')}</h2>
          <TopicRows topics={page.suggestions} back="/" />
        </section>
      )}
    </>
  )
}

/** No story yet: says what is missing, or how far the first sources are. */
export function EmptyPage({ setup }: { readonly setup: SetupView }) {
  const words = useWords()
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1>{words.partOfDay()}</h1>
      </header>
      {setup.sources === 0 ? <NoSources /> : <ComingIn setup={setup} />}
    </>
  )
}

function NoSources() {
  const { say } = useWords()
  return (
    <Blank
      title={say('empty.begins')}
      text={say('empty.choose')}
      way={{ to: '/start', label: say('empty.chooseSources'), isMain: true }}
    />
  )
}

/** Sources are still to be read, or none of what they brought is a story yet. */
export function isComingIn({ sourcesPending, entries, stories }: SetupView): boolean {
  return sourcesPending > 0 || (entries > 0 && stories === 0)
}

function ComingIn({ setup }: { readonly setup: SetupView }) {
  const { say, number } = useWords()
  const read = setup.sources - setup.sourcesPending
  const isOn = isComingIn(setup)
  return (
    <section class="blank" data-filling>
      <h2>{say(isOn ? 'empty.comingIn' : 'empty.nothingNew')}</h2>
      <p role="status">
        {isOn
          ? say('empty.progress', {
              read: number(read),
              sources: number(setup.sources),
              stories: say('count.stories', { count: setup.stories }),
            })
          : say('empty.appears')}
      </p>
      {isOn ? <progress max={setup.sources} value={read} aria-label={say('empty.sourcesRead')} /> : null}
      <a class="pill ghost" href="/sources">
        {say('empty.seeSources')}
      </a>
    </section>
  )
}

function whatItIs(page: PageView, { say }: Words): string {
  return say('page.stories', {
    stories: say('count.stories', { count: page.stories.length }),
    reports: say('count.reports', { count: page.reportCount }),
    minutes: say('count.minutes', { count: page.readingMinutes }),
  })
}

function CaughtUp({ page }: Pick<Props, 'page'>) {
  const words = useWords()
  const { say } = words
  const standFor = say('page.standFor', {
    stories: say('count.stories', { count: page.stories.length }),
    reports: say('count.reports', { count: page.reportCount }),
  })
  return (
    <section class="end">
      <h2>{say('page.caughtUp')}</h2>
      <p>
        {standFor} {page.foldedCount > 0 ? say('page.folded', { count: page.foldedCount }) : ''}{' '}
        {page.nextAt === undefined ? say('page.anew') : say('page.next', { time: words.soon(page.nextAt) })}
      </p>
      {page.leftOutCount === 0 ? null : (
        <a class="pill ghost" href="/?show=left-out">
          {say('page.showLeftOut')}
        </a>
      )}
    </section>
  )
}

function Mix({ mix }: { readonly mix: PageView['mix'] }) {
  const { say, number } = useWords()
  const total = Math.max(
    1,
    sectionOrder.reduce((sum, part) => sum + mix[part], 0),
  )
  let from = 0
  const bars = sectionOrder.map((part) => {
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
        {sectionOrder.map((part) => (
          <div key={part}>
            <dt>
              <i class={`part-${part}`} />
              {say(`mix.${part}`)}
            </dt>
            <dd>{number(mix[part])}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
