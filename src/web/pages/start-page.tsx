/** The first run, on one page: sources from the catalogue, by address or list, and a few interests. */
import type { CatalogueView, SetupView } from '../../server/api/contract.ts'
import { shelves } from '../messages/shelves.ts'
import { ReadsChoice } from '../reads-choice.tsx'
import { topicName } from '../topic-name.ts'
import { hostName, useWords, type Words } from '../words.ts'
import { NewPassword } from './sign-in-page.tsx'
import { DropHint } from './sources-page.tsx'

type Props = {
  readonly setup: SetupView
  readonly catalogue: CatalogueView
  readonly chosen: { readonly country: string; readonly subject: string }
  /** Languages that the reader chose before. */
  readonly reads: readonly string[]
  /** What stood in the form, where it is shown again. */
  readonly given?: StartGiven | undefined
  /** Set over a network: the first reader needs the printed link's key, and a password to come back with. */
  readonly entry: { readonly key: string } | undefined
  /** What went wrong with the last try, and whether the name or the password was to blame: then it stands beside them. */
  readonly problem?: { readonly words: string; readonly isOfName: boolean }
}

export type StartGiven = {
  /** Of ticked sources. */
  readonly urls: readonly string[]
  readonly topicIds: readonly string[]
  readonly reads: readonly string[]
  readonly own: string
  readonly name: string
}

export function StartPage({ setup, catalogue, chosen, reads, given, entry, problem }: Props) {
  const { say } = useWords()
  const first = setup.readers.length === 0
  const isBeside = first && problem?.isOfName === true
  return (
    <div class="start">
      <p class="brand">
        Salient
        <i />
      </p>
      <h1>{say(first ? 'start.title' : 'start.more')}</h1>
      <p class="lede">{say('start.lede')}</p>
      {problem === undefined || isBeside ? null : <Bad words={problem.words} />}
      <form method="post" action="/start" encType="multipart/form-data" class="start-form">
        {/* Enter presses a form's first button: this one, and not the one that narrows the catalogue. */}
        <button type="submit" class="hidden-words" tabIndex={-1} aria-hidden="true" />
        {entry === undefined ? null : <input type="hidden" name="key" value={entry.key} />}
        <section class="step" id="read">
          <h2>
            <span class="number" />
            {say('start.read')}
          </h2>
          <CatalogueFilter catalogue={catalogue} chosen={chosen} />
          <CatalogueChoice catalogue={catalogue} given={given} />
        </section>
        <Own given={given} />
        {setup.interests.length === 0 ? null : <Interests setup={setup} given={given} />}
        <Languages chosen={given?.reads ?? reads} />
        {first ? <Name entry={entry} given={given} problem={isBeside ? problem : undefined} /> : null}
        <p class="start-end">
          <button type="submit" class="pill large">
            {say(first ? 'start.make' : 'start.addThese')}
          </button>
          {first ? null : <a href="/">{say('page.back')}</a>}
        </p>
      </form>
    </div>
  )
}

/** Narrowing asks for the same page again, with all that was chosen and written so far. */
function CatalogueFilter({ catalogue, chosen }: Pick<Props, 'catalogue' | 'chosen'>) {
  const words = useWords()
  const { say } = words
  if (catalogue.countries.length + catalogue.subjects.length === 0) return null
  return (
    <div class="field-row filters">
      <select name="country" aria-label={say('start.country')}>
        <option value="">{say('start.allCountries')}</option>
        {countriesIn(words, catalogue).map(({ code, name, count }) => (
          <option key={code} value={code} selected={code === chosen.country}>
            {name} ({count})
          </option>
        ))}
      </select>
      <select name="subject" aria-label={say('start.subject')}>
        <option value="">{say('start.allSubjects')}</option>
        {shelvesIn(words, catalogue).map(({ id, name, count }) => (
          <option key={id} value={id} selected={id === chosen.subject}>
            {name} ({count})
          </option>
        ))}
      </select>
      <button type="submit" class="pill ghost" name="narrow" value="1" formAction="/start#read" formNoValidate>
        {say('action.show')}
      </button>
    </div>
  )
}

/** By their names in the page's language. */
function countriesIn({ countryName, inOrder }: Words, { countries }: CatalogueView) {
  return countries
    .map(({ code, name, count }) => ({ code, name: countryName(code) ?? name, count }))
    .toSorted((one, other) => inOrder(one.name, other.name))
}

function shelvesIn({ language, inOrder }: Words, { subjects }: CatalogueView) {
  return subjects
    .map(({ id, label, count }) => ({
      id,
      name: (language === 'en' ? undefined : shelves.get(id)?.[language]) ?? label,
      count,
    }))
    .toSorted((one, other) => inOrder(one.name, other.name))
}

function CatalogueChoice({ catalogue, given }: Pick<Props, 'catalogue' | 'given'>) {
  const { say } = useWords()
  if (catalogue.countries.length + catalogue.subjects.length + catalogue.sources.length === 0) return null
  if (catalogue.sources.length === 0) {
    return <p class="quiet none">{say('start.noneOfThese')}</p>
  }
  return (
    <fieldset class="catalogue">
      <legend class="hidden-words">{say('start.fromCatalogue')}</legend>
      {catalogue.sources.map((source) => (
        <label key={source.url} class="source-choice">
          <input
            type="checkbox"
            name="url"
            value={source.url}
            disabled={source.added}
            checked={source.added || given?.urls.includes(source.url)}
          />
          <span>
            <b dir="auto">{source.name}</b>
            <small dir="ltr">{whereOf(source, catalogue.sources)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Its host; of two with one name and one host the whole address. */
function whereOf({ name, url, siteUrl }: Offered, all: readonly Offered[]): string {
  const host = hostName(siteUrl ?? url)
  const isTwice = all.some(
    (other) => other.url !== url && other.name === name && hostName(other.siteUrl ?? other.url) === host,
  )
  return isTwice ? url.replace(/^https?:\/\/(?:www\.)?/, '') : host
}

type Offered = CatalogueView['sources'][number]

function Own({ given }: Pick<Props, 'given'>) {
  const { say } = useWords()
  return (
    <div class="own">
      <label>
        <span>{say('start.own')}</span>
        <textarea
          name="urls"
          rows={2}
          placeholder="https://example.org"
          dir="ltr"
          spellcheck={false}
          autocapitalize="off"
          value={given?.own}
        />
      </label>
      <label>
        <span>
          {say('sources.list')} <DropHint />
        </span>
        <input type="file" name="opml" accept=".opml,.xml,text/xml,text/x-opml" />
      </label>
    </div>
  )
}

/** At once; the others on a press, so that the end of the form is not far. */
const interestsAtOnce = 18

function Interests({ setup, given }: Pick<Props, 'setup' | 'given'>) {
  const words = useWords()
  const { say } = words
  const named = setup.interests.map((topic) => ({
    id: topic.id,
    name: topicName(topic, words),
    checked: given?.topicIds.includes(topic.id) ?? topic.followed,
  }))
  const further = named.slice(interestsAtOnce)
  return (
    <fieldset class="step">
      <legend>
        <h2>
          <span class="number" />
          {say('start.care')}
        </h2>
      </legend>
      <TopicChoices topics={named.slice(0, interestsAtOnce)} />
      {further.length === 0 ? null : (
        <details class="more-choices" open={further.some(({ checked }) => checked)}>
          <summary class="text-button">{say('frame.all', { number: named.length })}</summary>
          <TopicChoices topics={further} />
        </details>
      )}
      {setup.places.length === 0 ? null : <Places places={setup.places} given={given} />}
    </fieldset>
  )
}

/** Countries by their names in the page's language; those that are followed already stay so. */
function Places({ places, given }: Pick<Props, 'given'> & Pick<SetupView, 'places'>) {
  const words = useWords()
  const { say, inOrder } = words
  const named = places.map((place) => ({
    id: place.id,
    name: topicName(place, words),
    checked: place.followed || given?.topicIds.includes(place.id) === true,
    disabled: place.followed,
  }))
  return (
    <details class="more-choices" open={places.some(({ id }) => given?.topicIds.includes(id))}>
      <summary class="text-button">{say('start.places')}</summary>
      <TopicChoices topics={named.toSorted((a, b) => inOrder(a.name, b.name))} />
    </details>
  )
}

type TopicChoice = {
  readonly id: string
  readonly name: string
  readonly checked: boolean
  /** It is followed, and stays so. */
  readonly disabled?: boolean
}

function TopicChoices({ topics }: { readonly topics: readonly TopicChoice[] }) {
  return (
    <div class="choices">
      {topics.map(({ id, name, checked, disabled }) => (
        <label key={id} class="choice">
          <input type="checkbox" name="topic" value={id} disabled={disabled} checked={checked} />
          <span dir="auto">{name}</span>
        </label>
      ))}
    </div>
  )
}

function Languages({ chosen }: { readonly chosen: readonly string[] }) {
  const { say } = useWords()
  return (
    <fieldset class="step">
      <legend>
        <h2>
          <span class="number" />
          {say('reads.title')}
        </h2>
      </legend>
      <ReadsChoice chosen={chosen} />
    </fieldset>
  )
}

function Bad({ words }: { readonly words: string }) {
  return (
    <p class="notice bad" role="alert">
      {words}
    </p>
  )
}

function Name({ entry, given, problem }: Pick<Props, 'entry' | 'given'> & { readonly problem: Props['problem'] }) {
  const { say } = useWords()
  return (
    <section class="step">
      <h2>
        <span class="number" />
        {say('start.name')}
      </h2>
      {problem === undefined ? null : <Bad words={problem.words} />}
      <input
        class="name"
        name="name"
        maxLength={60}
        required
        autocomplete="name"
        aria-label={say('start.yourName')}
        dir="auto"
        value={given?.name}
        autofocus={problem !== undefined}
      />
      {entry === undefined ? null : (
        <div class="way-form">
          <NewPassword />
        </div>
      )}
    </section>
  )
}
