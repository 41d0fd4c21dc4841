/** Three zones: where you are, the page, and what it is made of. On narrow screens one column with a bar of tabs. */
import type { ComponentChildren } from 'preact'
import type { FollowView } from '../server/api/contract.ts'
import { Icon, type IconName } from './icon.tsx'
import { sourceLink, topicLink } from './links.ts'
import { topicName } from './topic-name.ts'
import { useWords, type Words } from './words.ts'

type KnownPlace = 'page' | 'search' | 'saved' | 'sources' | 'you'
export type Place = KnownPlace | 'elsewhere'

const places: readonly { readonly place: KnownPlace; readonly href: string; readonly icon: IconName }[] = [
  { place: 'page', href: '/', icon: 'page' },
  { place: 'search', href: '/search', icon: 'search' },
  { place: 'saved', href: '/saved', icon: 'saved' },
  { place: 'sources', href: '/sources', icon: 'sources' },
  { place: 'you', href: '/you', icon: 'you' },
]

const followsShown = 14

type Props = {
  readonly place: Place
  readonly follows: readonly FollowView[]
  readonly notice?: ComponentChildren
  readonly rail?: ComponentChildren
  readonly children: ComponentChildren
}

export function Frame({ place, follows, notice, rail, children }: Props) {
  const { say } = useWords()
  return (
    <>
      <a class="skip" href="#main">
        {say('frame.skip')}
      </a>
      <div class={rail === undefined ? 'frame no-rail' : 'frame'}>
        <header class="side">
          <a class="brand" href="/" aria-label={say('frame.home')}>
            Salient
            <i />
          </a>
          <nav aria-label={say('frame.places')} class="places">
            <PlaceLinks here={place} />
          </nav>
          <Following follows={follows} />
        </header>
        <main id="main" tabIndex={-1}>
          {notice}
          {children}
        </main>
        {rail === undefined ? null : <aside class="rail">{rail}</aside>}
      </div>
      <nav class="tabs" aria-label={say('frame.places')}>
        <PlaceLinks here={place} />
      </nav>
    </>
  )
}

function PlaceLinks({ here }: { readonly here: Place }) {
  const { say } = useWords()
  return (
    <>
      {places.map(({ place, href, icon }) => (
        <a key={place} href={href} aria-current={place === here ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{say(`place.${place}`)}</span>
        </a>
      ))}
    </>
  )
}

function Following({ follows }: { readonly follows: readonly FollowView[] }) {
  const words = useWords()
  const { say } = words
  if (follows.length === 0) return null
  return (
    <nav aria-labelledby="following" class="following">
      <p class="label" id="following">
        {say('frame.following')}
      </p>
      {follows.slice(0, followsShown).map((follow) => (
        <a key={followLink(follow)} href={followLink(follow)}>
          <span class="follow-name" dir="auto">
            {followName(follow, words)}
          </span>
          {follow.newCount > 0 ? <b>{say('frame.new', { number: follow.newCount })}</b> : null}
        </a>
      ))}
      {follows.length > followsShown ? <a href="/you#follows">{say('frame.all', { number: follows.length })}</a> : null}
    </nav>
  )
}

export function followLink(follow: FollowView): string {
  switch (follow.kind) {
    case 'topic':
      return topicLink(follow.topicId)
    case 'source':
      return sourceLink(follow.sourceId)
    case 'author':
      return `/search?text=${encodeURIComponent(follow.name)}`
  }
}

export function followName(follow: FollowView, words: Words): string {
  if (follow.kind === 'author') return follow.name
  return follow.kind === 'topic' ? topicName({ ...follow, id: follow.topicId }, words) : follow.label
}
