/**
 * The service worker: the last pages, and what was saved with its pictures, readable without a network. Pages come from
 * the network first; files and pictures, whose names change with their content, from what is kept. It sends nothing.
 */

/** What this file uses of a service worker's global scope; the types of the page's window stand in for the rest. */
type WorkerScope = {
  readonly addEventListener: <Kind extends keyof WorkerEvents>(
    kind: Kind,
    listener: (event: WorkerEvents[Kind]) => void,
  ) => void
  readonly clients: { readonly claim: () => Promise<void> }
  readonly skipWaiting: () => Promise<void>
}
type Extendable = Event & { readonly waitUntil: (work: Promise<unknown>) => void }
type WorkerEvents = {
  readonly install: Extendable
  readonly activate: Extendable
  readonly fetch: Extendable & {
    readonly request: Request
    readonly resultingClientId: string
    readonly respondWith: (answer: Promise<Response>) => void
  }
  readonly message: Extendable & { readonly data: unknown; readonly source: Client | null }
}
type Client = { readonly id: string; readonly postMessage: (message: unknown) => void }

// The script runs in a worker, which TypeScript cannot know beside the window's types.
const worker = self as unknown as WorkerScope

const stores = { files: 'files-1', pages: 'pages-1', pictures: 'pictures-1', saved: 'saved-1' } as const
type CacheName = (typeof stores)[keyof typeof stores]
const kept: Readonly<Record<CacheName, number>> = { 'files-1': 40, 'pages-1': 60, 'pictures-1': 300, 'saved-1': 500 }
const privateCaches: readonly CacheName[] = [stores.pages, stores.pictures, stores.saved]

const offlinePath = '/offline'
/** Pages that are worth having without a network. */
const keptPages = /^\/(?:$|saved$|(?:story|article|topic)\/)/
/** After these another person may be reading. */
const endsReading = /^\/(?:do\/erase|sign-out|sign-in|join|passkey)$/
const picture = /\/media\/[\w-]+\/[\w-]+/g
const savedStoriesMax = 50
const reportsMax = 6

/** Clients whose page came from what is kept. */
const shownFromKept = new Set<string>()

worker.addEventListener('install', (event) => {
  event.waitUntil(keep(stores.files, offlinePath).then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) => {
  const current: readonly string[] = Object.values(stores)
  const dropped = caches.keys().then(async (names) => {
    await Promise.all(names.filter((name) => !current.includes(name)).map((name) => caches.delete(name)))
  })
  event.waitUntil(dropped.then(() => worker.clients.claim()))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (request.method === 'POST' && endsReading.test(url.pathname)) event.waitUntil(forget())
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(page(event, url))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(stores.files, request))
  else if (url.pathname.startsWith('/media/')) event.respondWith(file(stores.pictures, request))
})

worker.addEventListener('message', (event) => {
  const { data, source } = event
  if (!isTold(data) || source === null) return
  switch (data.kind) {
    case 'opened':
      source.postMessage({ kind: 'opened', kept: shownFromKept.delete(source.id) })
      event.waitUntil(keepAll(data.urls))
      break
    case 'saved':
      event.waitUntil(keepSaved())
      break
    case 'changed':
      event.waitUntil(keepAnew(data.path))
      break
  }
})

type Told =
  | { readonly kind: 'opened'; readonly urls: readonly string[] }
  | { readonly kind: 'saved' }
  | { readonly kind: 'changed'; readonly path: string }

function isTold(data: unknown): data is Told {
  return typeof data === 'object' && data !== null && 'kind' in data
}

/** From the network, kept for later; without it what was kept, or the page that says so. */
async function page(event: WorkerEvents['fetch'], url: URL): Promise<Response> {
  try {
    const answer = await fetch(event.request)
    if (answer.ok && !answer.redirected && keptPages.test(url.pathname))
      await put(stores.pages, url.href, answer.clone())
    return answer
  } catch (error) {
    const found = (await caches.match(url.href)) ?? (await caches.match(url.href, { ignoreSearch: true }))
    const answer = found ?? (await caches.match(offlinePath))
    if (answer === undefined) throw error
    if (found !== undefined) shownFromKept.add(event.resultingClientId)
    return answer
  }
}

async function file(cache: CacheName, request: Request): Promise<Response> {
  const found = await caches.match(request)
  if (found !== undefined) return found
  const answer = await fetch(request)
  if (answer.ok) await put(cache, request.url, answer.clone())
  return answer
}

/** The oldest go when there are too many. */
async function put(name: CacheName, url: string, answer: Response): Promise<void> {
  // Whole before the old copy goes: a line that breaks off half way takes nothing away.
  const copy = new Response(await answer.arrayBuffer(), answer)
  const cache = await caches.open(name)
  // What is put again goes to the end.
  await cache.delete(url)
  await cache.put(url, copy)
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - kept[name])).map((key) => cache.delete(key)))
}

/** True: it is kept now. A page that is only kept does not count as opened. */
async function keep(name: CacheName, path: string): Promise<Response | undefined> {
  try {
    const answer = await fetch(path, { headers: { 'Salient-Keep': '1' } })
    if (!answer.ok || answer.redirected) return undefined
    await put(name, new URL(path, location.origin).href, answer.clone())
    return answer
  } catch {
    return undefined
  }
}

/** What a page was made of, told by the page that was open before this worker was there. */
async function keepAll(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const { origin, pathname } = new URL(url, location.origin)
    if (origin !== location.origin || (await caches.match(url)) !== undefined) continue
    if (pathname.startsWith('/assets/')) await keep(stores.files, url)
    else if (pathname.startsWith('/media/')) await keep(stores.pictures, url)
    else if (keptPages.test(pathname)) await keep(stores.pages, url)
  }
}

/** Wherever there is a copy. */
async function keepAnew(path: string): Promise<void> {
  for (const name of [stores.pages, stores.saved]) {
    const cache = await caches.open(name)
    if ((await cache.match(path)) !== undefined) await keep(name, path)
  }
}

type SavedAnswer = { readonly stories: readonly { readonly id: string; readonly entryId?: string }[] }
type StoryAnswer = { readonly timeline: readonly { readonly entryId: string }[] }

/** Saved stories with their articles and pictures; what is no longer saved goes. */
async function keepSaved(): Promise<void> {
  const saved = await ask<SavedAnswer>('/api/v1/saved')
  if (saved === undefined) return
  const wanted = new Set<string>(['/saved'])
  let isKnown = true
  for (const story of saved.stories.slice(0, savedStoriesMax)) {
    wanted.add(`/story/${encodeURIComponent(story.id)}`)
    const reports = await reportsOf(story)
    isKnown &&= reports !== undefined
    for (const entryId of reports ?? []) wanted.add(`/article/${encodeURIComponent(entryId)}`)
  }
  const cache = await caches.open(stores.saved)
  const pages = [...wanted]
  for (const path of pages) {
    const had = path === '/saved' ? undefined : await cache.match(path)
    const answer = had ?? (await keep(stores.saved, path))
    for (const [found] of ((await answer?.text()) ?? '').matchAll(picture)) {
      wanted.add(found)
      if ((await cache.match(found)) === undefined) await keep(stores.saved, found)
    }
  }
  // Where the server could not be asked, what was kept before may be wanted.
  if (!isKnown) return
  for (const { url } of await cache.keys()) if (!wanted.has(new URL(url).pathname)) await cache.delete(url)
}

/** Undefined where the server did not say. */
async function reportsOf({ id, entryId }: SavedAnswer['stories'][number]): Promise<readonly string[] | undefined> {
  if (entryId !== undefined) return [entryId]
  const story = await ask<StoryAnswer>(`/api/v1/stories/${encodeURIComponent(id)}`)
  return story?.timeline.slice(0, reportsMax).map((report) => report.entryId)
}

async function ask<Answer>(path: string): Promise<Answer | undefined> {
  try {
    const answer = await fetch(path)
    // Our own server answers as its contract says.
    return answer.ok ? ((await answer.json()) as Answer) : undefined
  } catch {
    return undefined
  }
}

async function forget(): Promise<void> {
  await Promise.all(privateCaches.map((name) => caches.delete(name)))
}
