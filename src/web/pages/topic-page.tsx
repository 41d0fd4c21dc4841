/** One topic: what it is, follow and mute, its stories, and topics beside it. */

import type { TopicView } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { Blank } from '../blank.tsx'
import { FollowButton } from '../follow-button.tsx'
import { topicFeedLink, topicInAllLanguages, topicLink } from '../links.ts'
import { StoryCard } from '../story-card.tsx'
import { BackBar } from '../topbar.tsx'
import { topicName } from '../topic-name.ts'
import { TopicRows } from '../topic-rows.tsx'
import { useWords } from '../words.ts'

type Props = { readonly topic: TopicView }

/** `allLanguages`: stories in languages that the reader did not choose are shown, too. */
export function TopicPage({ topic, allLanguages }: Props & { readonly allLanguages: boolean }) {
  const words = useWords()
  const { say } = words
  const back = allLanguages ? topicInAllLanguages(topic.id) : topicLink(topic.id)
  return (
    <>
      <BackBar />
      <header class="title">
        <p class="kicker quiet">{say(`topic.${topic.kind}`)}</p>
        <h1 dir="auto">{topicName(topic, words)}</h1>
        <div class="buttons">
          <FollowButton topic={topic} back={back} look="nameless" />
          <MuteButton topic={topic} back={back} />
          <a class="pill ghost" href={topicFeedLink(topic.id)} type="application/atom+xml">
            {say('topic.feed')}
          </a>
        </div>
        {topic.muted === undefined ? null : (
          <p class="quiet">{say(topic.muted === 'none' ? 'topic.muted' : 'topic.against')}</p>
        )}
      </header>
      <div class="cards">
        {topic.stories.map((card) => (
          <StoryCard key={card.id} card={card} back={back} look="row" about={topic.id} />
        ))}
      </div>
      {topic.stories.length === 0 && topic.inOtherLanguages === undefined ? (
        <Blank title={say('topic.none')} text={say('topic.followIt')} />
      ) : null}
      <ListEnd topic={topic} allLanguages={allLanguages} />
    </>
  )
}

/** How many stories there are, and the way to those in other languages or back. */
function ListEnd({ topic, allLanguages }: Parameters<typeof TopicPage>[0]) {
  const { say } = useWords()
  const { id, stories, inOtherLanguages: others } = topic
  if (stories.length === 0 && others === undefined && !allLanguages) return null
  return (
    <div class="list-end">
      {stories.length === 0 ? null : (
        <p>{say('topic.newestFirst', { stories: say('count.stories', { count: stories.length }) })}</p>
      )}
      {others === undefined ? null : (
        <p>
          {say('topic.otherLanguages', { count: others })}{' '}
          <a class="text-button" href={topicInAllLanguages(id)}>
            {say('action.show')}
          </a>
        </p>
      )}
      {allLanguages ? (
        <a class="text-button" href={topicLink(id)}>
          {say('topic.chosenLanguages')}
        </a>
      ) : null}
    </div>
  )
}

export function TopicRail({ topic }: Props) {
  const { say } = useWords()
  if (topic.related.length === 0) return null
  return (
    <section>
      <h2>{say('topic.beside')}</h2>
      <TopicRows topics={topic.related} back={topicLink(topic.id)} />
    </section>
  )
}

function MuteButton({ topic, back }: Props & { readonly back: string }) {
  const { say } = useWords()
  if (topic.muteId !== undefined) {
    return (
      <ActionForm action="unmute" body={{ id: topic.muteId }} back={back}>
        <button type="submit" class="pill ghost">
          {say('action.unmute')}
        </button>
      </ActionForm>
    )
  }
  return (
    <ActionForm action="mute" body={{ targets: [{ kind: 'topic', topicId: topic.id }], strength: 'none' }} back={back}>
      <button type="submit" class="pill ghost">
        {say('action.mute')}
      </button>
    </ActionForm>
  )
}
