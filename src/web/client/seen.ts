/** A story counts as seen when half of its card stood on the screen for a second. */
import { tell } from './signals.ts'

const shareSeen = 0.5
const seenMs = 1000

export function startSeen(): void {
  const timers = new Map<Element, ReturnType<typeof setTimeout>>()
  const observer = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        clearTimeout(timers.get(target))
        if (!isIntersecting || !(target instanceof HTMLElement)) continue
        timers.set(
          target,
          setTimeout(() => {
            observer.unobserve(target)
            tell('seen', target.dataset['story'] ?? '')
          }, seenMs),
        )
      }
    },
    { threshold: shareSeen },
  )
  for (const card of document.querySelectorAll('.card[data-story]')) observer.observe(card)
}
