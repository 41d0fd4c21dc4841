/** Three zones: where you are, the page, and what it is made of. On narrow screens one column with a bar of tabs. */
import type { ComponentChildren } from 'preact'
import type { FollowView } from '../server/api/contract.ts'
import { Icon, type IconName } from './icon.tsx'
import { sourceLink, topicLink } from './links.ts'

export type Place = 'page' | 'search' | 'saved' | 'sources' | 'you' | 'elsewhere'

const places: readonly {
  readonly place: Place
  readonly href: string
  readonly icon: IconName
  readonly name: string
}[] = [
  { place: 'page', href: '/', icon: 'page', name: 'Your page' },
  { place: 'search', href: '/search', icon: 'search', name: 'Search' },
  { place: 'saved', href: '/saved', icon: 'saved', name: 'Saved' },
  { place: 'sources', href: '/sources', icon: 'sources', name: 'Sources' },
  { place: 'you', href: '/you', icon: 'you', name: 'You' },
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
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <div class={rail === undefined ? 'frame no-rail' : 'frame'}>
        <header class="side">
          <a class="brand" href="/" aria-label="Salient, your page">
            Salient
            <i />
          </a>
          <nav aria-label="Places" class="places">
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
      <nav class="tabs" aria-label="Places">
        <PlaceLinks here={place} />
      </nav>
    </>
  )
}

function PlaceLinks({ here }: { readonly here: Place }) {
  return (
    <>
      {places.map(({ place, href, icon, name }) => (
        <a key={place} href={href} aria-current={place === here ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{name}</span>
        </a>
      ))}
    </>
  )
}

function Following({ follows }: { readonly follows: readonly FollowView[] }) {
  if (follows.length === 0) return null
  return (
    <nav aria-labelledby="following" class="following">
      <p class="label" id="following">
        Following
      </p>
      {follows.slice(0, followsShown).map((follow) => (
        <a key={followLink(follow)} href={followLink(follow)}>
          <span class="follow-name" dir="auto">
            {followName(follow)}
          </span>
          {follow.newCount > 0 ? <b>{follow.newCount} new</b> : null}
        </a>
      ))}
      {follows.length > followsShown ? <a href="/you#follows">All {follows.length}</a> : null}
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

export function followName(follow: FollowView): string {
  return follow.kind === 'author' ? follow.name : follow.label
}
