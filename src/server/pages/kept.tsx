/** Pages of what a reader comes back to. */
import { HistoryPage } from '../../web/pages/history-page.tsx'
import { SavedPage } from '../../web/pages/saved-page.tsx'
import { proxiedCard } from '../media/proxied.ts'
import type { PageHandler } from './pages.tsx'
import { showFor, wordsOf } from './show.tsx'

/** GET /saved; `label` narrows it. */
export const savedPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => {
    const saved = await context.doors.saved(reader)
    const cards = saved.map((card) => proxiedCard(context.media, card))
    const label = c.req.query()['label']
    return {
      title: wordsOf(c, context).say('place.saved'),
      place: 'saved',
      main: <SavedPage stories={cards} {...(label === undefined ? {} : { label })} />,
    }
  })

/** GET /history */
export const historyPage: PageHandler = (c, context) =>
  showFor(c, context, async (reader) => ({
    title: wordsOf(c, context).say('history.title'),
    place: 'you',
    main: <HistoryPage stories={await context.doors.history(reader)} />,
  }))
