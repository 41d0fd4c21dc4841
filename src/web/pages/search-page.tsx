/** Search by words, narrowed by time, source, topic and language; topics that match can be followed at once. */

import type { QueryView } from '../../server/api/contract/queries.ts'
import type { SearchView, SourceRef, TopicRef } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { Blank } from '../blank.tsx'
import { FollowButton } from '../follow-button.tsx'
import { sourceLink, topicLink } from '../links.ts'
import { StoryCard } from '../story-card.tsx'
import { NameBar } from '../topbar.tsx'
import { topicName } from '../topic-name.ts'
import { TopicRows } from '../topic-rows.tsx'
import { useWords } from '../words.ts'

const periods = ['any', 'day', 'week', 'month'] as const
export type Period = (typeof periods)[number]

/** Languages that can be asked for, by their codes; news in others is found without this filter. */
const searchLanguages = 'en de fr es it pt nl pl ru uk tr ar fa hi zh ja ko'.split(' ')

export type SearchInput = {
  readonly text: string
  readonly period: Period
  readonly sourceId?: string
  readonly topicId?: string
  readonly language?: string
}

/** More topics would push the stories off a phone's screen; all of them are among the filters. */
const topicsShown = 4
const inNewsShown = 16

type Props = {
  readonly input: SearchInput
  /** Nothing was asked yet: undefined. */
  readonly found: SearchView | undefined
  /** The same search, where the reader follows it. */
  readonly own: QueryView | undefined
  /** What was found first stands on a page before. */
  readonly isFurther: boolean
  readonly sources: readonly SourceRef[]
  /** What is written about now, where nothing was asked. */
  readonly inNews: readonly TopicRef[]
}

export function SearchPage({ input, found, own, isFurther, sources, inNews }: Props) {
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1 dir="auto">
          <Heading input={input} found={found} sources={sources} />
        </h1>
      </header>
      <search>
        <SearchForm input={input} sources={sources} topics={found?.topics ?? []} />
      </search>
      {found === undefined ? (
        <Idle topics={inNews.slice(0, inNewsShown)} />
      ) : (
        <Found found={found} input={input} own={own} isFurther={isFurther} />
      )}
    </>
  )
}

/** A search for nothing but a source is that source's page. */
function Heading({ input, found, sources }: Pick<Props, 'input' | 'found' | 'sources'>) {
  const { say } = useWords()
  const named = [...sources, ...(found?.stories ?? []).flatMap((card) => card.sources)]
  const source = input.text === '' ? named.find(({ id }) => id === input.sourceId) : undefined
  return <>{source?.name ?? say('search.title')}</>
}

type FormProps = Pick<Props, 'input' | 'sources'> & { readonly topics: readonly TopicRef[] }

function SearchForm({ input, sources, topics }: FormProps) {
  const words = useWords()
  const { say, languageName } = words
  return (
    <form class="search" method="get" action="/search">
      <input
        type="search"
        name="text"
        value={input.text}
        maxLength={200}
        placeholder={say('search.placeholder')}
        aria-label={say('search.for')}
        dir="auto"
      />
      <button type="submit" class="pill">
        {say('search.title')}
      </button>
      <div class="search-filters">
        <select name="period" aria-label={say('search.when')}>
          {periods.map((period) => (
            <option key={period} value={period} selected={period === input.period}>
              {say(`search.${period}`)}
            </option>
          ))}
        </select>
        <Filter
          name="sourceId"
          label={say('search.source')}
          any={say('search.anySource')}
          chosen={input.sourceId}
          options={sources.map(({ id, name }) => [id, name])}
        />
        <Filter
          name="topicId"
          label={say('search.topic')}
          any={say('search.anyTopic')}
          chosen={input.topicId}
          options={topics.map((topic) => [topic.id, topicName(topic, words)])}
        />
        <Filter
          name="language"
          label={say('search.language')}
          any={say('search.anyLanguage')}
          chosen={input.language}
          options={searchLanguages.map((code) => [code, languageName(code) ?? code])}
        />
      </div>
    </form>
  )
}

type FilterProps = {
  readonly name: string
  readonly label: string
  readonly any: string
  readonly chosen: string | undefined
  readonly options: readonly (readonly [value: string, name: string])[]
}

/** A choice of one, or of none; not there where there is nothing to choose from. */
function Filter({ name, label, any, chosen, options }: FilterProps) {
  if (options.length === 0 && chosen === undefined) return null
  return (
    <select name={name} aria-label={label}>
      <option value="">{any}</option>
      {options.map(([value, words]) => (
        <option key={value} value={value} selected={value === chosen}>
          {words}
        </option>
      ))}
      {chosen === undefined || options.some(([value]) => value === chosen) ? null : (
        <option value={chosen} selected>
          {chosen}
        </option>
      )}
    </select>
  )
}

type FoundProps = Pick<Props, 'input' | 'own' | 'isFurther'> & { readonly found: SearchView }

function Found({ found, input, own, isFurther }: FoundProps) {
  const { say, number } = useWords()
  const back = searchLink(input)
  const count = found.stories.length
  return (
    <>
      <Following input={input} own={own} back={back} />
      {found.topics.length === 0 ? null : (
        <section class="listed">
          <h2>{say('search.topics')}</h2>
          <TopicRows topics={found.topics.slice(0, topicsShown)} back={back} />
        </section>
      )}
      {found.sources.length === 0 || input.text === '' ? null : (
        <p class="matches">
          <span class="faint">{say('place.sources')}</span>{' '}
          {found.sources.map((source, index) => (
            <>
              {index === 0 ? '' : ' · '}
              <a href={sourceLink(source.id)}>
                <bdi>{source.name}</bdi>
              </a>
            </>
          ))}
        </p>
      )}
      {count === 0 ? null : (
        <section class="listed">
          <h2>
            {say('operator.stories')} {/* How many there are is only known where they are all here. */}
            {isFurther ? null : (
              <span class="faint">
                {number(count)}
                {found.next === undefined ? '' : '+'}
              </span>
            )}
          </h2>
          <div class="cards">
            {found.stories.map((card) => (
              <StoryCard key={card.id} card={card} back={back} look="row" heading="h3" />
            ))}
          </div>
        </section>
      )}
      {count === 0 ? (
        <Blank
          title={input.text === '' ? say('search.nothing') : say('search.nothingFor', { text: input.text })}
          text={say('search.fewer')}
        />
      ) : null}
      {found.next === undefined ? null : (
        <p class="list-end">
          <a class="pill ghost" href={`${back}&after=${encodeURIComponent(found.next)}`}>
            {say('search.further')}
          </a>
        </p>
      )}
    </>
  )
}

function Following({ input, own, back }: Pick<Props, 'input' | 'own'> & { readonly back: string }) {
  const { say } = useWords()
  if (input.text === '') return null
  if (own !== undefined)
    return (
      <div class="save-search">
        <FollowButton topic={{ id: own.id, label: own.words, followed: true }} back={back} look="pill" />
      </div>
    )
  return (
    <ActionForm action="save-query" body={{ words: input.text, byMeaning: true }} back={back} class="save-search">
      <button type="submit" class="pill ghost">
        {say('search.save')}
      </button>
    </ActionForm>
  )
}

/** Ways on for whoever has no word in mind. */
function Idle({ topics }: { readonly topics: readonly TopicRef[] }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <p class="quiet">{say('search.idle')}</p>
      {topics.length === 0 ? null : (
        <section class="listed">
          <h2>{say('search.inNews')}</h2>
          <p class="labels">
            {topics.map((topic) => (
              <a key={topic.id} href={topicLink(topic.id)} dir="auto">
                {topicName(topic, words)}
              </a>
            ))}
          </p>
        </section>
      )}
    </>
  )
}

function searchLink({ text, period, ...narrower }: SearchInput): string {
  return `/search?${new URLSearchParams({ text, period, ...narrower })}`
}
