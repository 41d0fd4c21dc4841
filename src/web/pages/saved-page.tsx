/** What the reader saved, the newest save first. */
import type { StoryCard as Card } from '../../server/api/contract.ts'
import { StoryCard } from '../story-card.tsx'
import { NameBar } from '../topbar.tsx'
import { useWords } from '../words.ts'

export function SavedPage({ stories }: { readonly stories: readonly Card[] }) {
  const { say } = useWords()
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1>{say('place.saved')}</h1>
        <p>{stories.length === 0 ? '' : say('count.stories', { count: stories.length })}</p>
      </header>
      <div class="cards">
        {stories.map((card) => (
          <StoryCard key={card.id} card={card} back="/saved" look="row" />
        ))}
      </div>
      {stories.length === 0 ? (
        <section class="blank">
          <h2>{say('saved.none')}</h2>
          <p>{say('saved.keeps')}</p>
          <a class="pill ghost" href="/">
            {say('action.toPage')}
          </a>
        </section>
      ) : null}
    </>
  )
}
