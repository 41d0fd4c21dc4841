/** On a story or an article: how long it was read, whether to the end, and the size of its text. */
import { sendWaiting, tell } from './signals.ts'

const secondsMin = 3
const secondsMax = 1800
/** Reaching the end sooner than this is skipping, not reading. */
const finishedSecondsMin = 10
const sizes: readonly string[] = ['normal', 'large', 'small']

export function startReading(): void {
  const text = document.querySelector<HTMLElement>('[data-reading][data-story]')
  const storyId = text?.dataset['story']
  if (text !== null && storyId !== undefined) measure(text, storyId)
  startTextSize()
}

function measure(text: HTMLElement, storyId: string): void {
  let seconds = 0
  let since = document.visibilityState === 'visible' ? performance.now() : undefined
  const readSoFar = () => seconds + (since === undefined ? 0 : (performance.now() - since) / 1000)
  const leave = () => {
    seconds = readSoFar()
    since = undefined
    if (seconds < secondsMin) return
    tell('dwelt', storyId, Math.min(secondsMax, Math.round(seconds)))
    seconds = 0
    void sendWaiting()
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave()
    else since = performance.now()
  })
  addEventListener('pagehide', leave)

  const end = text.querySelector('[data-read-end]')
  if (end === null) return
  const observer = new IntersectionObserver(([change]) => {
    if (change?.isIntersecting !== true || readSoFar() < finishedSecondsMin) return
    observer.disconnect()
    tell('finished', storyId)
  })
  observer.observe(end)
}

function startTextSize(): void {
  const button = document.querySelector<HTMLElement>('[data-text-size]')
  if (button === null) return
  let current = Math.max(0, sizes.indexOf(localStorage.getItem('text') ?? ''))
  show(current)
  button.hidden = false
  button.addEventListener('click', () => {
    current = (current + 1) % sizes.length
    show(current)
    localStorage.setItem('text', sizes[current] ?? '')
  })
}

function show(size: number): void {
  document.documentElement.dataset['text'] = sizes[size]
}
