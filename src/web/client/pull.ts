/** Pulled down at its top on a touch screen, the page is made anew. The hint is words that follow the finger. */
import { say } from './words.ts'

const pullPixelsMin = 90

export function startPull(): void {
  if (document.querySelector('[data-fresh]') === null) return
  let from: number | undefined
  let hint: HTMLElement | undefined
  const end = () => {
    hint?.remove()
    hint = undefined
    from = undefined
  }
  addEventListener('touchstart', ({ touches }) => {
    from = scrollY <= 0 && touches.length === 1 ? touches[0]?.clientY : undefined
  })
  addEventListener(
    'touchmove',
    ({ touches }) => {
      const pulled = from === undefined || scrollY > 0 ? 0 : (touches[0]?.clientY ?? from) - from
      if (pulled < pullPixelsMin / 3) return hint?.remove()
      hint ??= document.createElement('p')
      hint.className = 'pull-hint'
      hint.textContent = say(pulled > pullPixelsMin ? 'page.release' : 'page.pull')
      hint.dataset['far'] = String(pulled > pullPixelsMin)
      if (!hint.isConnected) document.body.prepend(hint)
    },
    { passive: true },
  )
  addEventListener('touchend', () => {
    const far = hint?.isConnected === true && hint.dataset['far'] === 'true'
    end()
    if (far) location.assign('/')
  })
  addEventListener('touchcancel', end)
}
