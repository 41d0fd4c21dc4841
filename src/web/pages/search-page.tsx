/** Search by words, narrowed by time and language; topics that match can be followed at once. */
import type { SearchView } from '../../server/api/contract.ts'
import { FollowButton } from '../follow-button.tsx'
import { sourceLink, topicLink } from '../links.ts'
import { StoryCard } from '../story-card.tsx'
import { NameBar } from '../topbar.tsx'
import type { Now } from '../words.ts'

export const periods = { any: 'Any time', day: 'Past day', week: 'Past week', month: 'Past month' } as const
export type Period = keyof typeof periods

export type SearchInput = {
  readonly text: string
  readonly period: Period
  readonly sourceId?: string
}

type Props = {
  readonly input: SearchInput
  /** Nothing was asked yet: undefined. */
  readonly found: SearchView | undefined
  readonly now: Now
}

export function SearchPage({ input, found, now }: Props) {
  const back = searchLink(input)
  return (
    <>
      <NameBar />
      <header class="title">
        <h1 dir="auto">{headingOf(input, found)}</h1>
      </header>
      <search>
        <form class="search" method="get" action="/search">
          <input
            type="search"
            name="text"
            value={input.text}
            maxLength={200}
            placeholder="Words, names, places"
            aria-label="Search for"
            dir="auto"
          />
          <select name="period" aria-label="When">
            {Object.entries(periods).map(([period, name]) => (
              <option key={period} value={period} selected={period === input.period}>
                {name}
              </option>
            ))}
          </select>
          {input.sourceId === undefined ? null : <input type="hidden" name="sourceId" value={input.sourceId} />}
          <button type="submit" class="pill">
            Search
          </button>
        </form>
      </search>
      {found === undefined ? <Idle /> : <Found found={found} input={input} back={back} now={now} />}
    </>
  )
}

/** A search for nothing but a source is that source's page. */
function headingOf(input: SearchInput, found: SearchView | undefined): string {
  if (input.sourceId === undefined || found === undefined) return 'Search'
  const named = [...found.sources, ...found.stories.flatMap((card) => card.sources)]
  return named.find((source) => source.id === input.sourceId)?.name ?? 'Search'
}

function Found({ found, input, back, now }: Props & { readonly found: SearchView; readonly back: string }) {
  return (
    <>
      {found.topics.length === 0 ? null : (
        <section class="listed">
          <h2>Topics</h2>
          <ul class="rows">
            {found.topics.map((topic) => (
              <li key={topic.id}>
                <a href={topicLink(topic.id)} dir="auto">
                  {topic.label}
                </a>
                <FollowButton topic={topic} back={back} look="text" />
              </li>
            ))}
          </ul>
        </section>
      )}
      {found.sources.length === 0 || input.text === '' ? null : (
        <p class="matches">
          Sources:{' '}
          {found.sources.map((source, index) => (
            <>
              {index === 0 ? '' : ' · '}
              <a href={sourceLink(source.id)}>{source.name}</a>
            </>
          ))}
        </p>
      )}
      <div class="cards">
        {found.stories.map((card) => (
          <StoryCard key={card.id} card={card} now={now} back={back} look="row" />
        ))}
      </div>
      {found.stories.length === 0 ? (
        <section class="blank">
          <h2>Nothing found{input.text === '' ? '' : ` for “${input.text}”`}.</h2>
          <p>Fewer or other words may help{input.period === 'any' ? '' : ', or a longer time'}.</p>
        </section>
      ) : null}
      {found.next === undefined ? null : (
        <p class="list-end">
          <a class="pill ghost" href={`${back}&after=${encodeURIComponent(found.next)}`}>
            Older and further ones
          </a>
        </p>
      )}
    </>
  )
}

function Idle() {
  return (
    <section class="blank">
      <p>Searches everything that your sources have published: headlines, texts, topics.</p>
    </section>
  )
}

export function searchLink(input: SearchInput): string {
  const query = new URLSearchParams({ text: input.text, period: input.period })
  if (input.sourceId !== undefined) query.set('sourceId', input.sourceId)
  return `/search?${query}`
}
