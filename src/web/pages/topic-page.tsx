/** One topic: what it is, follow and mute, its stories, and topics beside it. */
import type { TopicView } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { FollowButton } from '../follow-button.tsx'
import { topicFeedLink, topicLink } from '../links.ts'
import { StoryCard } from '../story-card.tsx'
import { BackBar } from '../topbar.tsx'
import { counted, type Now } from '../words.ts'

type Props = { readonly topic: TopicView; readonly now: Now }

const kinds = { subject: 'Subject', entity: 'In the news', relation: 'Relation', query: 'Your search' } as const

export function TopicPage({ topic, now }: Props) {
  const back = topicLink(topic.id)
  return (
    <>
      <BackBar />
      <header class="title">
        <p class="kicker quiet">{kinds[topic.kind]}</p>
        <h1 dir="auto">{topic.label}</h1>
        <div class="buttons">
          <FollowButton topic={topic} back={back} look="pill" />
          <MuteButton topic={topic} back={back} />
          <a class="pill" href={topicFeedLink(topic.id)} type="application/atom+xml">
            Feed
          </a>
        </div>
        {topic.muted === undefined ? null : (
          <p class="quiet">
            {topic.muted === 'none' ? 'Muted: never on your page.' : 'Counts against a story on your page.'}
          </p>
        )}
      </header>
      <div class="cards">
        {topic.stories.map((card) => (
          <StoryCard key={card.id} card={card} now={now} back={back} look="row" />
        ))}
      </div>
      {topic.stories.length === 0 ? (
        <section class="blank">
          <h2>No story at the moment.</h2>
          <p>Follow it, and the next one is on your page.</p>
        </section>
      ) : (
        <p class="list-end">{counted(topic.stories.length, 'story', 'stories')}, the newest first.</p>
      )}
    </>
  )
}

export function TopicRail({ topic }: Pick<Props, 'topic'>) {
  if (topic.related.length === 0) return null
  return (
    <section>
      <h2>Beside it</h2>
      <ul class="rows">
        {topic.related.map((other) => (
          <li key={other.id}>
            <a href={topicLink(other.id)} dir="auto">
              {other.label}
            </a>
            <FollowButton topic={other} back={topicLink(topic.id)} look="text" />
          </li>
        ))}
      </ul>
    </section>
  )
}

function MuteButton({ topic, back }: Pick<Props, 'topic'> & { readonly back: string }) {
  if (topic.muteId !== undefined) {
    return (
      <ActionForm action="unmute" body={{ id: topic.muteId }} back={back}>
        <button type="submit" class="pill ghost">
          Unmute
        </button>
      </ActionForm>
    )
  }
  return (
    <ActionForm action="mute" body={{ targets: [{ kind: 'topic', topicId: topic.id }], strength: 'none' }} back={back}>
      <button type="submit" class="pill ghost">
        Mute
      </button>
    </ActionForm>
  )
}
