/** Marks words in an article and takes marks away: shown at once, sent behind, undone for a while. */
import { isSaved, showSaved } from './cards.ts'
import { dropMark, type Place, partsOf, placeOf, placeOfMark, quoteAt, setMark } from './marked-text.ts'
import { keepAnew, keepSaved } from './offline.ts'
import { newId, request } from './signals.ts'
import { toast } from './toast.ts'
import { say } from './words.ts'

/** Between the selection and the button, and between the button and the window's edge. */
const gap = 8
/** More where a finger's handles hang below the words. */
const gapOfFingers = 36

export function startHighlights(): void {
  const body = articleBody()
  if (body === null) return
  for (const part of body.querySelectorAll<HTMLElement>('mark[data-highlight]')) makePressable(part)
  const pressed = ({ target }: Event): HTMLElement | null =>
    target instanceof Element && target.closest('a') === null ? target.closest('mark[data-highlight]') : null
  body.addEventListener('click', (event) => {
    // Who drags over words is about to mark some more.
    if (selected(body) === undefined) takeAway(body, pressed(event)?.dataset['highlight'])
  })
  body.addEventListener('keydown', (event) => {
    const mark = event.key === 'Enter' || event.key === ' ' ? pressed(event) : null
    if (mark === null) return
    event.preventDefault()
    takeAway(body, mark.dataset['highlight'])
  })
  offerButton(body)
}

/** Also by key. */
export function highlightSelected(): void {
  const body = articleBody()
  const place = body === null ? undefined : selected(body)
  if (body === null || place === undefined) return
  const longest = Number(body.dataset['quoteMax'])
  if (quoteAt(body, place).quote.length > longest) {
    toast(say('toast.tooLong', { number: longest }))
    return
  }
  getSelection()?.removeAllRanges()
  const story = storyOf(body)
  const mark = { id: newId(), place, savesToo: story !== undefined && !isSaved(story) }
  toast(say('toast.highlighted'), () => void apply(body, mark, false))
  void apply(body, mark, true)
}

type Mark = {
  readonly id: string
  readonly place: Place
  /** The article was not saved before, so that it is not after this is taken back. */
  readonly savesToo: boolean
}

function takeAway(body: HTMLElement, id: string | undefined): void {
  const place = id === undefined ? undefined : placeOfMark(body, id)
  if (id === undefined || place === undefined) return
  const mark = { id, place, savesToo: false }
  toast(say('toast.unhighlighted'), () => void apply(body, mark, true))
  void apply(body, mark, false)
}

async function apply(body: HTMLElement, mark: Mark, on: boolean): Promise<void> {
  const { id, place } = mark
  show(body, mark, on)
  const quoted = { entryId: body.dataset['entry'] ?? '', ...quoteAt(body, place) }
  const path = `/api/v1/highlights/${id}`
  const outcome = on ? await request(path, quoted, 'PUT') : await request(path, {}, 'DELETE')
  const story = storyOf(body)
  if (!on && mark.savesToo && story !== undefined)
    await request('/api/v1/withdrawals', { kind: 'saved', storyId: story.dataset['story'] ?? '' })
  if (outcome === 'arrived') {
    keepAnew(location.pathname)
    keepSaved()
  }
  if (outcome === 'unreached') toast(say('toast.kept'), () => void apply(body, mark, !on))
  if (outcome !== 'refused') return
  show(body, mark, !on)
  toast(say('toast.failed'))
}

function show(body: HTMLElement, { id, place, savesToo }: Mark, on: boolean): void {
  const story = storyOf(body)
  if (story !== undefined && (on || savesToo)) showSaved(story, on)
  if (!on) {
    dropMark(body, id)
    return
  }
  setMark(body, id, place)
  for (const part of partsOf(body, id)) makePressable(part)
}

/** One stop for keys a mark; within a link the link is the stop. */
function makePressable(part: HTMLElement): void {
  part.title = say('highlight.remove')
  const isFirst = document.querySelector(`mark[data-highlight="${part.dataset['highlight'] ?? ''}"][tabindex]`) === null
  if (!isFirst || part.closest('a') !== null) return
  part.tabIndex = 0
  part.setAttribute('role', 'button')
}

function offerButton(body: HTMLElement): void {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'pill small highlight-button'
  button.textContent = say('highlight.make')
  button.hidden = true
  // Pressing it must not end the selection.
  button.addEventListener('pointerdown', (event) => event.preventDefault())
  button.addEventListener('mousedown', (event) => event.preventDefault())
  button.addEventListener('click', highlightSelected)
  document.body.append(button)
  const place = () => {
    const isOffered = selected(body) !== undefined
    button.hidden = !isOffered
    if (isOffered) putBeside(button)
  }
  document.addEventListener('selectionchange', () => requestAnimationFrame(place))
  addEventListener('scroll', place, { passive: true })
}

/** Below the end of the selection, or above its beginning where there is no room. */
function putBeside(button: HTMLElement): void {
  const boxes = [...(getSelection()?.getRangeAt(0).getClientRects() ?? [])].filter(({ width }) => width > 0)
  const [first] = boxes
  const last = boxes.at(-1)
  if (first === undefined || last === undefined) return
  const { width, height } = button.getBoundingClientRect()
  const below = last.bottom + (matchMedia('(pointer: coarse)').matches ? gapOfFingers : gap)
  const top = below + height + gap < innerHeight ? below : first.top - height - gap
  const left = (last.left + last.right - width) / 2
  button.style.top = `${Math.max(gap, Math.min(top, innerHeight - height - gap))}px`
  button.style.left = `${Math.max(gap, Math.min(left, document.documentElement.clientWidth - width - gap))}px`
}

function selected(body: HTMLElement): Place | undefined {
  const selection = getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined
  return placeOf(body, selection.getRangeAt(0))
}

function articleBody(): HTMLElement | null {
  return document.querySelector('.body[data-entry]')
}

function storyOf(body: HTMLElement): HTMLElement | undefined {
  return body.closest<HTMLElement>('[data-story]') ?? undefined
}
