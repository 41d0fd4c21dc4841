/** What is known of the reader, all of it changeable: follows, mutes, dials, learned interests. */
import type { InterestView, MuteView, ProfileView, TopicRef } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { DialsForm } from '../dials-form.tsx'
import { followLink, followName } from '../frame.tsx'
import { sourceLink, topicLink } from '../links.ts'
import { languages } from '../messages/languages.ts'
import { ReadsChoice } from '../reads-choice.tsx'
import { NameBar } from '../topbar.tsx'
import { topicName } from '../topic-name.ts'
import { useWords, type Words } from '../words.ts'

type Props = {
  readonly profile: ProfileView
  /** What can be followed before any article has named it. */
  readonly offered: { readonly subjects: readonly TopicRef[]; readonly places: readonly TopicRef[] }
  readonly isOperator: boolean
}

const back = '/you'

export function YouPage({ profile, offered, isOperator }: Props) {
  const { say } = useWords()
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1 dir="auto">{profile.reader.name}</h1>
        <p>
          {say('count.follows', { count: profile.follows.length })} ·{' '}
          {say('count.mutes', { count: profile.mutes.length })}
        </p>
      </header>
      <Interests profile={profile} />
      <Follows profile={profile} offered={offered} />
      <Mutes profile={profile} />
      <section class="listed" id="tune">
        <h2>{say('you.dials')}</h2>
        <div class="narrow">
          <DialsForm values={profile.dials} back={back} />
        </div>
      </section>
      <section class="listed" id="reads">
        <h2>{say('reads.title')}</h2>
        <ActionForm action="reads" back="/you#reads" class="reads">
          <ReadsChoice chosen={profile.reads} />
          <p class="buttons">
            <button type="submit" class="pill ghost">
              {say('action.apply')}
            </button>
          </p>
        </ActionForm>
      </section>
      <LanguageChoice />
      <section class="listed">
        <h2>{say('you.copy')}</h2>
        <p class="quiet">{say('you.copyWords')}</p>
        <p class="buttons">
          <a class="pill ghost" href="/you/export">
            {say('you.export')}
          </a>
        </p>
      </section>
      <section class="listed">
        <h2>{say('history.title')}</h2>
        <p class="quiet">{say('history.keeps')}</p>
        <p class="buttons">
          <a class="pill ghost" href="/history">
            {say('history.see')}
          </a>
        </p>
      </section>
      <History />
      <Erase />
      <section class="listed">
        <h2>{say('account.title')}</h2>
        <p class="quiet">{say('account.words')}</p>
        <p class="buttons">
          <a class="pill ghost" href="/account">
            {say('account.title')}
          </a>
          {isOperator ? (
            <a class="pill ghost" href="/operator">
              {say('place.operator')}
            </a>
          ) : null}
        </p>
      </section>
    </>
  )
}

/** Weaker leanings are noise until more is known; they stand in the export. */
const strengthMin = 0.05
const interestsShown = 24
/** At once; the others on a press, so that what can be set further down is not far. */
const interestsAtOnce = 8

function Interests({ profile }: Pick<Props, 'profile'>) {
  const { say } = useWords()
  const clear = profile.interests.filter(({ label, strength }) => label !== '' && Math.abs(strength) >= strengthMin)
  return (
    <section class="listed">
      <h2>{say('you.learned')}</h2>
      {clear.length === 0 ? (
        <p class="quiet">{say(profile.learningPaused ? 'you.paused' : 'you.nothing')}</p>
      ) : (
        <InterestRows interests={clear.slice(0, interestsAtOnce)} />
      )}
      {clear.length <= interestsAtOnce ? null : (
        <details class="further">
          <summary class="text-button">{say('frame.all', { number: Math.min(clear.length, interestsShown) })}</summary>
          <InterestRows interests={clear.slice(interestsAtOnce, interestsShown)} />
        </details>
      )}
      <ActionForm action="learning" body={{ paused: !profile.learningPaused }} back={back} class="buttons">
        <button type="submit" class="pill ghost">
          {say(profile.learningPaused ? 'you.goOn' : 'you.pause')}
        </button>
      </ActionForm>
    </section>
  )
}

function InterestRows({ interests }: { readonly interests: readonly InterestView[] }) {
  return (
    <ul class="interests">
      {interests.map((interest) => (
        <InterestRow key={interest.kind + interest.id} interest={interest} />
      ))}
    </ul>
  )
}

function InterestRow({ interest }: { readonly interest: InterestView }) {
  const words = useWords()
  const { say, age, day } = words
  const name = interest.kind === 'topic' ? topicName(interest, words) : interest.label
  const width = Math.round(Math.abs(interest.strength) * 50)
  const link = interest.kind === 'topic' ? topicLink(interest.id) : sourceLink(interest.id)
  return (
    <li class={interest.strength < 0 ? 'against' : undefined}>
      <a href={link} dir="auto">
        {name}
      </a>
      <svg class="leaning" viewBox="0 0 100 6" preserveAspectRatio="none" role="img">
        <title>{say(leaning(interest.strength))}</title>
        <rect x={interest.strength < 0 ? 50 - width : 50} width={Math.max(1, width)} height="6" />
      </svg>
      <span class="faint">
        {say('count.signs', { count: Math.max(1, Math.round(interest.evidence)) })} · {age(interest.at)}
        {interest.since === undefined ? '' : ` · ${say('you.since', { time: day(interest.since) })}`}
      </span>
      <details class="forget">
        <summary class="text-button quiet">
          {say('action.forget')}
          <span class="hidden-words"> {name}</span>
        </summary>
        <ActionForm action="forget" body={{ kind: interest.kind, id: interest.id }} back={back}>
          <p class="quiet">{say('you.forgetWords')}</p>
          <button type="submit" class="text-button">
            {say('you.eraseSure')}
            <span class="hidden-words"> {name}</span>
          </button>
        </ActionForm>
      </details>
      <InterestOrigins interest={interest} />
    </li>
  )
}

/** The latest stories that an interest came from. */
function InterestOrigins({ interest }: { readonly interest: InterestView }) {
  const { say } = useWords()
  const told = [...new Set(interest.from.flatMap(({ headline }) => headline ?? []))].slice(0, 2)
  if (told.length === 0) return null
  return (
    <p class="origins">
      <span>{say('you.cameFrom')}</span>
      {told.map((headline) => (
        <q key={headline} dir="auto">
          {headline}
        </q>
      ))}
    </p>
  )
}

function leaning(strength: number) {
  const size = Math.abs(strength) > 0.6 ? 'Strong' : Math.abs(strength) > 0.25 ? 'Clear' : 'Slight'
  return strength < 0 ? (`you.away${size}` as const) : (`you.to${size}` as const)
}

function Follows({ profile, offered }: Pick<Props, 'profile' | 'offered'>) {
  const words = useWords()
  const { say } = words
  return (
    <section class="listed" id="follows">
      <h2>{say('you.follow')}</h2>
      {profile.follows.length === 0 ? (
        <p class="quiet">{say('you.noFollows')}</p>
      ) : (
        <ul class="rows">
          {profile.follows.map((follow) => (
            <li key={followLink(follow)}>
              <a href={followLink(follow)} dir="auto">
                {followName(follow, words)}
              </a>
              {follow.newCount > 0 ? (
                <span class="new-count">{say('frame.new', { number: follow.newCount })}</span>
              ) : null}
              <ActionForm action="unfollow" body={targetOf(follow)} back="/you#follows">
                <button type="submit" class="text-button quiet">
                  {say('action.unfollow')}
                  <span class="hidden-words"> {followName(follow, words)}</span>
                </button>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      <Offered profile={profile} offered={offered} />
    </section>
  )
}

/** Subjects and countries to choose from, by their names in the page's language; those that are followed stand above. */
function Offered({ profile, offered }: Pick<Props, 'profile' | 'offered'>) {
  const words = useWords()
  const { say, inOrder } = words
  const followed = new Set(profile.follows.flatMap((follow) => (follow.kind === 'topic' ? [follow.topicId] : [])))
  const groups = [
    { label: say('start.subject'), topics: offered.subjects },
    { label: say('start.country'), topics: offered.places },
  ].map(({ label, topics }) => ({
    label,
    topics: topics
      .flatMap((topic) => (followed.has(topic.id) ? [] : [{ id: topic.id, name: topicName(topic, words) }]))
      .sort((a, b) => inOrder(a.name, b.name)),
  }))
  if (groups.every(({ topics }) => topics.length === 0)) return null
  return (
    <ActionForm action="follow" back="/you#follows" class="field-row follow-more">
      <select name="topicId" required aria-label={say('you.chooseFollow')}>
        <option value="">{say('you.chooseFollow')}</option>
        {groups.map(({ label, topics }) =>
          topics.length === 0 ? null : (
            <optgroup key={label} label={label}>
              {topics.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
          ),
        )}
      </select>
      <button type="submit" class="pill ghost">
        {say('action.follow')}
      </button>
    </ActionForm>
  )
}

function targetOf(follow: ProfileView['follows'][number]): object {
  switch (follow.kind) {
    case 'topic':
      return { kind: 'topic', topicId: follow.topicId }
    case 'source':
      return { kind: 'source', sourceId: follow.sourceId }
    case 'author':
      return { kind: 'author', name: follow.name }
  }
}

const mutesShown = 200
const muteKinds = { words: 'you.kindWords', topic: 'you.kindTopic', source: 'you.kindSource' } as const

function Mutes({ profile }: Pick<Props, 'profile'>) {
  const words = useWords()
  const { say, moment } = words
  const rest = profile.mutes.length - mutesShown
  return (
    <section class="listed" id="mutes">
      <h2>{say('you.mute')}</h2>
      <ActionForm action="mute" back="/you#mutes" class="mute-form">
        <label for="words">{say('you.words')}</label>
        <div class="field-row">
          <textarea id="words" name="words" rows={1} required placeholder={say('you.wordsExample')} dir="auto" />
          <select name="days" aria-label={say('you.howLong')}>
            <option value="">{say('you.forGood')}</option>
            <option value="1">{say('you.forDay')}</option>
            <option value="7">{say('you.forWeek')}</option>
            <option value="30">{say('you.forMonth')}</option>
          </select>
          <button type="submit" class="pill">
            {say('action.mute')}
          </button>
        </div>
      </ActionForm>
      <ul class="rows">
        {profile.mutes.slice(0, mutesShown).map((mute) => (
          <li key={mute.id}>
            <span dir="auto">{mute.kind === 'words' ? `“${mute.label}”` : muteName(mute, words)}</span>
            <span class="faint">
              {say(muteKinds[mute.kind])}
              {mute.strength === 'less' ? ` · ${say('you.countsAgainst')}` : ''}
              {mute.until === undefined ? '' : ` · ${say('you.until', { time: moment(mute.until) })}`}
            </span>
            <ActionForm action="unmute" body={{ id: mute.id }} back="/you#mutes">
              <button type="submit" class="text-button quiet">
                {say('action.unmute')}
                <span class="hidden-words"> {muteName(mute, words)}</span>
              </button>
            </ActionForm>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p class="quiet">{say('you.moreMutes', { number: rest })}</p> : null}
    </section>
  )
}

function History() {
  const { say } = useWords()
  return (
    <section class="listed" id="history">
      <h2>{say('you.history')}</h2>
      <ActionForm action="import-history" back="/you#history" class="add-file" multipart>
        <label for="history-file">{say('you.historyWords')}</label>
        <div class="field-row">
          <input id="history-file" type="file" name="history" accept=".json,.opml,.xml" required />
          <button type="submit" class="pill ghost">
            {say('you.bringIn')}
          </button>
        </div>
      </ActionForm>
    </section>
  )
}

/** Behind a second press: it cannot be undone. */
function Erase() {
  const { say } = useWords()
  return (
    <section class="listed" id="erase">
      <h2>{say('you.erase')}</h2>
      <p class="quiet">{say('you.eraseWords')}</p>
      <details class="sure">
        <summary class="pill ghost">{say('you.eraseLearned')}</summary>
        <ActionForm action="erase-learned" back="/you">
          <button type="submit" class="pill danger">
            {say('you.eraseSure')}
          </button>
        </ActionForm>
      </details>
    </section>
  )
}

function LanguageChoice() {
  const { say, language } = useWords()
  return (
    <section class="listed" id="language">
      <h2>{say('you.language')}</h2>
      <ActionForm action="language" back="/you#language" class="field-row">
        <select name="language" aria-label={say('you.language')}>
          <option value="">{say('you.languageAuto')}</option>
          {Object.entries(languages).map(([code, { name }]) => (
            <option key={code} value={code} lang={code} selected={code === language}>
              {name}
            </option>
          ))}
        </select>
        <button type="submit" class="pill ghost">
          {say('action.apply')}
        </button>
      </ActionForm>
    </section>
  )
}

/** A muted topic in the page's language; its id follows the kind. */
function muteName({ id, kind, label }: MuteView, words: Words): string {
  return kind === 'topic' ? topicName({ id: id.slice('topic:'.length), label }, words) : label
}
