/** What the reader saved, the newest save first. */
import type { StoryCard as Card } from '../../server/api/contract.ts'
import { StoryCard } from '../story-card.tsx'
import { NameBar } from '../topbar.tsx'
import { counted, type Now } from '../words.ts'

export function SavedPage({ stories, now }: { readonly stories: readonly Card[]; readonly now: Now }) {
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1>Saved</h1>
        <p>{stories.length === 0 ? '' : counted(stories.length, 'story', 'stories')}</p>
      </header>
      <div class="cards">
        {stories.map((card) => (
          <StoryCard key={card.id} card={card} now={now} back="/saved" look="row" />
        ))}
      </div>
      {stories.length === 0 ? (
        <section class="blank">
          <h2>Nothing saved yet.</h2>
          <p>The bookmark on a story keeps it here, however old it grows.</p>
          <a class="pill ghost" href="/">
            To your page
          </a>
        </section>
      ) : null}
    </>
  )
}
