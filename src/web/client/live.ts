/** What comes in while a page is open: "3 new" over a full page, progress on one that is still being filled. */

import { say } from './words.ts'

/** A first page with so many stories is worth showing, even while sources are still coming in. */
const storiesEnough = 12

export function startLive(): void {
  const fresh = document.querySelector<HTMLElement>('[data-fresh]')
  const filling = document.querySelector<HTMLElement>('[data-filling]')
  if (fresh === null && filling === null) return
  let events: EventSource | undefined
  const connect = () => {
    events = new EventSource('/api/v1/events')
    events.addEventListener('new-stories', (event) => {
      const { count } = read(event)
      if (fresh !== null && count !== undefined && count > 0) showFresh(fresh, count)
      else if (filling !== null) location.reload()
    })
    events.addEventListener('progress', (event) => {
      if (filling !== null) showProgress(filling, read(event))
    })
  }
  connect()
  // A page in the back-forward cache must not hold a connection.
  addEventListener('pagehide', () => events?.close())
  addEventListener('pageshow', (event) => {
    if (event.persisted) connect()
  })
}

type Told = {
  readonly count?: number
  readonly sources?: number
  readonly sourcesPending?: number
  readonly stories?: number
}

function read(event: MessageEvent<string>): Told {
  // Sent by our own server as the contract's Event.
  return JSON.parse(event.data) as Told
}

function showFresh(fresh: HTMLElement, count: number): void {
  const link = fresh.querySelector('a')
  if (link !== null) link.textContent = say('page.new', { count })
  fresh.hidden = false
}

function showProgress(filling: HTMLElement, { sources = 0, sourcesPending = 0, stories = 0 }: Told): void {
  if (stories >= storiesEnough || (stories > 0 && sourcesPending === 0)) {
    location.reload()
    return
  }
  const words = filling.querySelector('[role="status"]')
  const bar = filling.querySelector('progress')
  const read = sources - sourcesPending
  if (words !== null) {
    const soFar = say('count.stories', { count: stories })
    words.textContent = say('empty.progress', { read, sources, stories: soFar })
  }
  if (bar !== null) {
    bar.max = Math.max(1, sources)
    bar.value = read
  }
}
