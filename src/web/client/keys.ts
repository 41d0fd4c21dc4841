/** The keys of feed readers: move between stories, act on the one that is marked, go to places. */
import type { ClientKey } from '../messages/client-keys.ts'
import { toggle } from './cards.ts'
import { highlightSelected } from './highlights.ts'
import { undoLast } from './toast.ts'
import { say } from './words.ts'

type Key = { readonly key: string; readonly words: KeyWords; readonly run: () => void }

type KeyWords = Exclude<Extract<ClientKey, `keys.${string}`>, 'keys.goTo'>

const keys: readonly Key[] = [
  { key: 'j', words: 'keys.next', run: () => move(1) },
  { key: 'k', words: 'keys.before', run: () => move(-1) },
  { key: 'o', words: 'keys.open', run: () => here()?.querySelector<HTMLElement>(opens)?.click() },
  { key: 's', words: 'keys.save', run: () => act('saved') },
  { key: 'h', words: 'keys.highlight', run: highlightSelected },
  { key: 'm', words: 'keys.more', run: () => act('more') },
  { key: 'l', words: 'keys.less', run: () => act('less') },
  { key: 'x', words: 'keys.hide', run: () => act('hidden') },
  { key: 'w', words: 'keys.why', run: why },
  { key: 'u', words: 'keys.undo', run: undoLast },
  { key: '/', words: 'keys.search', run: goToSearch },
  { key: '?', words: 'keys.these', run: showKeys },
]

/** What a story leads to: from its card to itself, from its page to its newest report, from a report to its publisher. */
const opens = '.card-words h2 a, .card-words h3 a, .timeline a, a[data-original]'

const places: Readonly<Record<string, { readonly path: string; readonly place: PlaceKey }>> = {
  p: { path: '/', place: 'place.page' },
  s: { path: '/saved', place: 'place.saved' },
  f: { path: '/sources', place: 'place.sources' },
  y: { path: '/you', place: 'place.you' },
}
type PlaceKey = 'place.page' | 'place.saved' | 'place.sources' | 'place.you'

const secondKeyMs = 1500

export function startKeys(): void {
  let goUntil = 0
  if (location.hash === searchHash) searchField()?.focus()
  // Where Tab leads, the keys act too.
  document.addEventListener('focusin', ({ target }) => {
    const card = target instanceof HTMLElement && target.matches(':focus-visible') ? target.closest(cardSelector) : null
    if (card !== null) mark(card)
  })
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (performance.now() < goUntil) {
      goUntil = 0
      const place = places[event.key]
      if (place !== undefined) location.assign(place.path)
      return
    }
    if (event.key === 'g') {
      goUntil = performance.now() + secondKeyMs
      return
    }
    const key = keys.find((known) => known.key === event.key)
    if (key === undefined) return
    event.preventDefault()
    key.run()
  })
}

const cardSelector = '.card[data-story]'
const searchHash = '#find'

/** The marked story; on the page of one story, that one. */
function here(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.card.here') ?? document.querySelector('[data-reading][data-story]')
}

function mark(card: Element): void {
  document.querySelector('.card.here')?.classList.remove('here')
  card.classList.add('here')
}

function move(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(cardSelector)]
  const current = all.findIndex((card) => card.classList.contains('here'))
  const next = all[current === -1 ? 0 : Math.min(all.length - 1, Math.max(0, current + by))]
  if (next === undefined) return
  mark(next)
  // Of a hidden story only the way back is there.
  const within = next.classList.contains('gone') ? '.gone-words button' : 'h2 a, h3 a'
  next.querySelector<HTMLElement>(within)?.focus({ preventScroll: true })
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  next.scrollIntoView({ block: 'center', behavior: still ? 'instant' : 'smooth' })
}

function why(): void {
  const summary = here()?.querySelector<HTMLElement>('.why summary')
  summary?.focus({ preventScroll: true })
  summary?.click()
}

function act(name: 'saved' | 'more' | 'less' | 'hidden'): void {
  const story = here()
  if (story !== null) toggle(story, name)
}

function searchField(): HTMLInputElement | null {
  return document.querySelector('input[type="search"]')
}

function goToSearch(): void {
  const field = searchField()
  if (field === null) location.assign(`/search${searchHash}`)
  else field.focus()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [contenteditable]') !== null
}

function showKeys(): void {
  const dialog = document.createElement('dialog')
  dialog.className = 'keys'
  const title = document.createElement('h2')
  title.textContent = say('keys.title')
  const list = document.createElement('dl')
  const rows = [
    ...keys.map(({ key, words }) => [key, say(words)]),
    ...Object.entries(places).map(([key, { place }]) => [`g ${key}`, say('keys.goTo', { place: say(place) })]),
  ]
  for (const [key = '', words = ''] of rows) {
    const term = document.createElement('dt')
    term.textContent = key
    const meaning = document.createElement('dd')
    meaning.textContent = words
    list.append(term, meaning)
  }
  const form = document.createElement('form')
  form.method = 'dialog'
  const close = document.createElement('button')
  close.className = 'pill ghost small'
  close.textContent = say('action.close')
  form.append(close)
  dialog.append(title, list, form)
  dialog.setAttribute('aria-label', say('keys.title'))
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
