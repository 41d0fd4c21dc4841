/** A story on a page: topic, headline, one key point, why it is here, who reports it, and what can be done. */
import type { ComponentChildren } from 'preact'
import type { StoryCard as Card } from '../server/api/contract.ts'
import { ActionButton, ActionButtons } from './action-form.tsx'
import { FollowMenuItem } from './follow-button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { articleLink, sourceLink, storyLink, topicLink } from './links.ts'
import { Outlets } from './outlets.tsx'
import { Pulse } from './pulse.tsx'
import { topicName } from './topic-name.ts'
import { Why } from './why.tsx'
import { useWords } from './words.ts'

type Props = {
  readonly card: Card
  readonly back: string
  /** `lead`: the first story of the page, large. `row`: all others. */
  readonly look: 'lead' | 'row'
  /** The heading's level within its page. */
  readonly heading?: 'h2' | 'h3'
  /** The topic that the page is about: its cards don't say it again. */
  readonly about?: string
  /** Under everything else. */
  readonly foot?: ComponentChildren
}

export function StoryCard({ card, back, look, heading: Heading = 'h2', about, foot }: Props) {
  const words = useWords()
  const link = card.entryCount === 1 && card.entryId !== undefined ? articleLink(card.entryId) : storyLink(card.id)
  const anchor = `story-${card.id}`
  const backHere = `${back}#${anchor}`
  return (
    <article
      class={`card ${look}${card.image === undefined ? ' plain' : ''}${card.opened ? ' opened' : ''}`}
      id={anchor}
      data-story={card.id}
    >
      <ActionButtons class="card-form" back={backHere}>
        {/* Before the words, which then stand where they will stay, however much of the card has come. */}
        <CardPicture card={card} link={link} look={look} />
        <div class="card-words">
          <Kicker card={card.topic?.id === about ? { developing: card.developing } : card} />
          <Heading lang={known(card.language)} dir="auto">
            <a href={link}>{card.headline}</a>
          </Heading>
          {card.keyPoint === undefined ? null : (
            <p class="point" lang={known(card.language)} dir="auto">
              {card.keyPoint}
            </p>
          )}
        </div>
        <Why reasons={card.reasons} />
        <div class="meta">
          <a class="coverage" href={storyLink(card.id)}>
            <Outlets sources={card.sources} shown={4} />
            <span>
              {(card.sourceCount === 1 ? card.sources[0]?.name : undefined) ??
                words.say('count.sources', { count: card.sourceCount })}
            </span>
          </a>
          <Pulse counts={card.pulse} newest={card.pulseNew} />
          <time class="when" dateTime={card.latestAt}>
            {words.age(card.latestAt)}
          </time>
          <CardActions card={card} />
        </div>
      </ActionButtons>
      {foot}
    </article>
  )
}

/** The topic line over a headline, with the mark of a story that still grows. */
export function Kicker({ card }: { readonly card: Pick<Card, 'topic' | 'developing'> }) {
  const words = useWords()
  const { say } = words
  if (card.topic === undefined && !card.developing) return null
  return (
    <p class="kicker">
      {card.topic === undefined ? null : (
        <a href={topicLink(card.topic.id)} dir="auto">
          {topicName(card.topic, words)}
        </a>
      )}{' '}
      {card.developing ? <span class="live">{say('card.developing')}</span> : null}
    </p>
  )
}

function CardPicture({ card, link, look }: Pick<Props, 'card' | 'look'> & { readonly link: string }) {
  if (card.image === undefined) return null
  // biome-ignore-start lint/a11y/useAnchorContent: the headline beside it is the same link, so the picture is not a second
  // stop for keyboards and screen readers.
  return (
    <a class="picture" href={link} tabIndex={-1} aria-hidden="true">
      <img
        src={card.image.url}
        alt=""
        width={card.image.width}
        height={card.image.height}
        loading={look === 'lead' ? 'eager' : 'lazy'}
        fetchpriority={look === 'lead' ? 'high' : undefined}
        decoding="async"
      />
    </a>
  )
  // biome-ignore-end lint/a11y/useAnchorContent: as above
}

type Act = {
  readonly kind: 'more' | 'less' | 'saved'
  readonly icon: IconName
  readonly label: string
  readonly on: boolean
}

function CardActions({ card }: Pick<Props, 'card'>) {
  const { say } = useWords()
  const acts: readonly Act[] = [
    { kind: 'more', icon: 'more', label: say('action.more'), on: card.said === 'more' },
    { kind: 'less', icon: 'less', label: say('action.less'), on: card.said === 'less' },
    { kind: 'saved', icon: 'saved', label: say('action.save'), on: card.saved },
  ]
  return (
    <div class="acts">
      {acts.map(({ kind, icon, label, on }) => (
        <ActionButton
          key={kind}
          action={on ? 'withdraw' : 'signal'}
          body={{ kind, storyId: card.id }}
          class="act"
          data-act={kind}
          aria-pressed={on}
          aria-label={label}
          title={label}
        >
          <Icon name={icon} />
        </ActionButton>
      ))}
      <Menu card={card} />
    </div>
  )
}

function Menu({ card }: Pick<Props, 'card'>) {
  const words = useWords()
  const { say } = words
  const [source] = card.sources
  return (
    <details class="menu">
      <summary class="act" aria-label={say('action.menu')} title={say('action.menu')}>
        <Icon name="dots" />
      </summary>
      <div class="menu-list">
        <ActionButton action="signal" body={{ kind: 'hidden', storyId: card.id }} data-act="hidden">
          {say('action.hide')}
        </ActionButton>
        {/* Shown by the script, which knows what the browser can share with. */}
        <button type="button" data-share="" hidden>
          {say('action.share')}
        </button>
        {card.topic === undefined ? null : (
          <>
            <FollowMenuItem topic={card.topic} />
            <ActionButton
              action="mute"
              body={{ targets: [{ kind: 'topic', topicId: card.topic.id }], strength: 'none' }}
            >
              {say('action.muteName', { name: topicName(card.topic, words) })}
            </ActionButton>
          </>
        )}
        {source === undefined ? null : (
          <>
            <ActionButton action="mute" body={{ targets: [{ kind: 'source', sourceId: source.id }], strength: 'none' }}>
              {say('action.muteName', { name: source.name })}
            </ActionButton>
            <a href={sourceLink(source.id)}>{say('action.allFrom', { name: source.name })}</a>
          </>
        )}
        <a href={storyLink(card.id)}>
          {say('article.whole')} · {say('count.reports', { count: card.entryCount })}
        </a>
      </div>
    </details>
  )
}

/** A `lang` that says nothing is worse than none: screen readers then use the page's. */
export function known(language: string): string | undefined {
  return language === 'und' || language === '' ? undefined : language
}
