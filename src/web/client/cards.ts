/** More, less, save and hide: shown at once, sent behind, undone for a while; put back only when they were refused. */
import { keepSaved } from './offline.ts'
import type { Outcome } from './post.ts'
import { press, request } from './signals.ts'
import { toast } from './toast.ts'
import { say } from './words.ts'

type Act = 'more' | 'less' | 'saved' | 'hidden'

const words = {
  more: { done: 'toast.more', undone: 'toast.takenBack' },
  less: { done: 'toast.less', undone: 'toast.takenBack' },
  saved: { done: 'toast.saved', undone: 'toast.notSaved' },
  hidden: { done: 'toast.hidden', undone: 'toast.backAgain' },
} as const

export function startCards(): void {
  document.addEventListener('submit', (event) => {
    const button = event.submitter
    const act = button instanceof HTMLElement ? actOf(button) : undefined
    const story = button?.closest<HTMLElement>('[data-story]')
    if (act === undefined || story === null || story === undefined) return
    event.preventDefault()
    toggle(story, act)
  })
  // Coming back, the page shows which stories were read.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('.card h2 a, .card h3 a, .card .picture') : null
    link?.closest('.card')?.classList.add('opened')
  })
}

/** Presses or releases one action of a story. */
export function toggle(story: HTMLElement, act: Act): void {
  const on = act === 'hidden' ? true : !isOn(story, act)
  toast(say(on ? words[act].done : words[act].undone), wayBack(story, act, on))
  void apply(story, act, on)
}

async function apply(story: HTMLElement, act: Act, on: boolean): Promise<void> {
  const instead = on ? pressedOpposite(story, act) : undefined
  const undo = wayBack(story, act, on)
  show(story, act, on)
  if (instead !== undefined) show(story, instead, false)
  const outcome = await send(story, act, on)
  if (instead !== undefined && outcome !== 'refused') await send(story, instead, false)
  if (outcome === 'arrived' && act === 'saved') keepSaved()
  if (outcome === 'unreached') toast(say('toast.kept'), undo)
  if (outcome !== 'refused') return
  show(story, act, !on)
  if (instead !== undefined) show(story, instead, true)
  toast(say('toast.failed'))
}

/** Says what it did. To be asked for before it is done: less in the place of more goes back to more. */
function wayBack(story: HTMLElement, act: Act, on: boolean): () => void {
  const instead = on ? pressedOpposite(story, act) : undefined
  return () => {
    toast(say(instead !== undefined ? words[instead].done : words[act][on ? 'undone' : 'done']))
    void (instead === undefined ? apply(story, act, !on) : apply(story, instead, true))
  }
}

/** Of more and less only one holds. */
function pressedOpposite(story: HTMLElement, act: Act): Act | undefined {
  const opposite = act === 'more' ? 'less' : act === 'less' ? 'more' : undefined
  return opposite !== undefined && isOn(story, opposite) ? opposite : undefined
}

async function send(story: HTMLElement, act: Act, on: boolean): Promise<Outcome> {
  const storyId = story.dataset['story'] ?? ''
  return on ? await press(act, storyId) : await request('/api/v1/withdrawals', { kind: act, storyId })
}

function show(story: HTMLElement, act: Act, on: boolean): void {
  if (act === 'hidden') {
    showHidden(story, on)
    return
  }
  for (const button of buttons(story, act)) {
    button.setAttribute('aria-pressed', String(on))
    const word = button.querySelector<HTMLElement>('[data-word]')
    if (word !== null) word.textContent = word.dataset[on ? 'on' : 'off'] ?? ''
  }
}

/** The card's place stays as one line, so that nothing jumps far and the way back is where the story was. */
function showHidden(story: HTMLElement, on: boolean): void {
  const line = story.querySelector('.gone-words')
  const wasThere = line?.contains(document.activeElement) === true
  story.classList.toggle('gone', on)
  line?.remove()
  if (wasThere) story.querySelector<HTMLElement>('h2 a, h3 a')?.focus()
  if (on) leaveOneLine(story)
}

function leaveOneLine(story: HTMLElement): void {
  for (const open of story.querySelectorAll('details[open]')) open.removeAttribute('open')
  const line = document.createElement('p')
  line.className = 'gone-words'
  line.textContent = say('toast.hidden')
  const back = document.createElement('button')
  back.type = 'button'
  back.className = 'text-button'
  back.textContent = say('action.undo')
  back.addEventListener('click', wayBack(story, 'hidden', true))
  line.append(back)
  story.append(line)
  if (document.activeElement === document.body || story.contains(document.activeElement)) back.focus()
}

export function isSaved(story: HTMLElement): boolean {
  return isOn(story, 'saved')
}

/** What the server does by itself: it saves what is highlighted. */
export function showSaved(story: HTMLElement, on: boolean): void {
  show(story, 'saved', on)
}

function isOn(story: HTMLElement, act: Act): boolean {
  return buttons(story, act).some((button) => button.getAttribute('aria-pressed') === 'true')
}

function buttons(story: HTMLElement, act: Act): HTMLElement[] {
  return [...story.querySelectorAll<HTMLElement>(`[data-act="${act}"]`)]
}

function actOf(button: HTMLElement): Act | undefined {
  const act = button.dataset['act']
  return act === 'more' || act === 'less' || act === 'saved' || act === 'hidden' ? act : undefined
}
