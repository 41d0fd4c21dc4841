/** What is known of the reader, all of it changeable: follows, mutes, dials, learned interests. */
import type { InterestView, ProfileView } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { DialsForm } from '../dials-form.tsx'
import { followLink, followName } from '../frame.tsx'
import { sourceLink, topicLink } from '../links.ts'
import { NameBar } from '../topbar.tsx'
import { age, counted, moment, type Now } from '../words.ts'

type Props = {
  readonly profile: ProfileView
  /** All readers' names; more than one can be chosen from. */
  readonly readers: readonly string[]
  readonly now: Now
}

const back = '/you'

export function YouPage({ profile, readers, now }: Props) {
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1 dir="auto">{profile.reader.name}</h1>
        <p>
          {counted(profile.follows.length, 'follow')} · {counted(profile.mutes.length, 'mute')}
        </p>
      </header>
      <Interests profile={profile} now={now} />
      <Follows profile={profile} />
      <Mutes profile={profile} now={now} />
      <section class="listed" id="tune">
        <h2>Dials</h2>
        <div class="narrow">
          <DialsForm values={profile.dials} back={back} />
        </div>
      </section>
      <section class="listed">
        <h2>Your copy</h2>
        <p class="quiet">Everything that is kept of you, as one file.</p>
        <p class="buttons">
          <a class="pill ghost" href="/you/export">
            Export
          </a>
        </p>
      </section>
      {readers.length > 1 ? <Readers current={profile.reader.name} readers={readers} /> : null}
    </>
  )
}

/** Weaker leanings are noise until more is known; they stand in the export. */
const strengthMin = 0.05
const interestsShown = 24

function Interests({ profile, now }: Pick<Props, 'profile' | 'now'>) {
  const clear = profile.interests.filter(({ label, strength }) => label !== '' && Math.abs(strength) >= strengthMin)
  return (
    <section class="listed">
      <h2>Learned from what you do</h2>
      {clear.length === 0 ? (
        <p class="quiet">
          {profile.learningPaused
            ? 'Learning is paused.'
            : 'Nothing yet. Open, save, and say more or less; it shows here.'}
        </p>
      ) : (
        <ul class="interests">
          {clear.slice(0, interestsShown).map((interest) => (
            <InterestRow key={interest.kind + interest.id} interest={interest} now={now} />
          ))}
        </ul>
      )}
      <ActionForm action="learning" body={{ paused: !profile.learningPaused }} back={back} class="buttons">
        <button type="submit" class="pill ghost small">
          {profile.learningPaused ? 'Go on learning' : 'Pause learning'}
        </button>
      </ActionForm>
    </section>
  )
}

function InterestRow({ interest, now }: { readonly interest: InterestView; readonly now: Now }) {
  const width = Math.round(Math.abs(interest.strength) * 50)
  const link = interest.kind === 'topic' ? topicLink(interest.id) : sourceLink(interest.id)
  return (
    <li class={interest.strength < 0 ? 'against' : ''}>
      <a href={link} dir="auto">
        {interest.label}
      </a>
      <svg class="leaning" viewBox="0 0 100 6" preserveAspectRatio="none" role="img">
        <title>{leaning(interest.strength)}</title>
        <rect class="track" width="100" height="6" />
        <rect class="filled" x={interest.strength < 0 ? 50 - width : 50} width={Math.max(1, width)} height="6" />
      </svg>
      <span class="faint">
        {counted(Math.max(1, Math.round(interest.evidence)), 'sign')}, {age(interest.at, now)}
      </span>
      <ActionForm action="forget" body={{ kind: interest.kind, id: interest.id }} back={back}>
        <button type="submit" class="text-button quiet">
          Forget<span class="hidden-words"> {interest.label}</span>
        </button>
      </ActionForm>
    </li>
  )
}

function leaning(strength: number): string {
  const size = Math.abs(strength) > 0.6 ? 'strongly' : Math.abs(strength) > 0.25 ? 'clearly' : 'slightly'
  return strength < 0 ? `You turn ${size} away from it` : `You turn ${size} to it`
}

function Follows({ profile }: Pick<Props, 'profile'>) {
  return (
    <section class="listed" id="follows">
      <h2>You follow</h2>
      {profile.follows.length === 0 ? (
        <p class="quiet">Nothing yet. Every topic has a Follow button; the topic line over a headline leads there.</p>
      ) : (
        <ul class="rows">
          {profile.follows.map((follow) => (
            <li key={followLink(follow)}>
              <a href={followLink(follow)} dir="auto">
                {followName(follow)}
              </a>
              {follow.newCount > 0 ? <span class="new-count">{follow.newCount} new</span> : null}
              <ActionForm action="unfollow" body={targetOf(follow)} back="/you#follows">
                <button type="submit" class="text-button quiet">
                  Unfollow<span class="hidden-words"> {followName(follow)}</span>
                </button>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
    </section>
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

function Mutes({ profile, now }: Pick<Props, 'profile' | 'now'>) {
  const rest = profile.mutes.length - mutesShown
  return (
    <section class="listed" id="mutes">
      <h2>You mute</h2>
      <ActionForm action="mute" back="/you#mutes" class="mute-form">
        <label for="words">Words or names, one in a line: never on your page</label>
        <div class="field-row">
          <textarea id="words" name="words" rows={1} required placeholder="transfer rumours" dir="auto" />
          <select name="days" aria-label="For how long">
            <option value="">for good</option>
            <option value="1">for a day</option>
            <option value="7">for a week</option>
            <option value="30">for a month</option>
          </select>
          <button type="submit" class="pill">
            Mute
          </button>
        </div>
      </ActionForm>
      <ul class="rows">
        {profile.mutes.slice(0, mutesShown).map((mute) => (
          <li key={mute.id}>
            <span dir="auto">{mute.kind === 'words' ? `“${mute.label}”` : mute.label}</span>
            <span class="faint">
              {mute.kind}
              {mute.strength === 'less' ? ', counts against' : ''}
              {mute.until === undefined ? '' : `, until ${moment(mute.until, now)}`}
            </span>
            <ActionForm action="unmute" body={{ id: mute.id }} back="/you#mutes">
              <button type="submit" class="text-button quiet">
                Unmute<span class="hidden-words"> {mute.label}</span>
              </button>
            </ActionForm>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p class="quiet">and {rest.toLocaleString('en')} more, in the export.</p> : null}
    </section>
  )
}

function Readers({ current, readers }: { readonly current: string; readonly readers: readonly string[] }) {
  return (
    <section class="listed" id="readers">
      <h2>Read as</h2>
      <ActionForm action="reader" back="/" class="buttons wrap">
        {readers.map((name) => (
          <button
            key={name}
            type="submit"
            name="name"
            value={name}
            class="pill ghost small"
            aria-pressed={name === current}
          >
            {name}
          </button>
        ))}
      </ActionForm>
    </section>
  )
}
