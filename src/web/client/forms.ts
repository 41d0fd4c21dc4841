/** Follows, mutes and controls without leaving the page, each with the way back. Forms whose whole page changes are left to the browser. */
import { postForm, type Undo } from './post.ts'
import { request } from './signals.ts'
import { toast } from './toast.ts'
import { say } from './words.ts'

export function startForms(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.dataset['after'] !== 'stay') return
    const action = new URL(form.action).pathname
    const button = form.querySelector<HTMLButtonElement>('button')
    if (button === null) return
    if (action === '/do/follow' || action === '/do/unfollow') {
      event.preventDefault()
      void follow(bodyOf(form), action === '/do/follow')
    }
    if (action === '/do/mute') {
      event.preventDefault()
      void mute(bodyOf(form))
    }
    if (action === '/do/control') {
      event.preventDefault()
      void press(form, button)
    }
  })
}

/** Every button for the same thing on this page changes with it. */
async function follow(body: string, on: boolean): Promise<void> {
  showFollow(body, on)
  toast(say(on ? 'toast.followed' : 'toast.unfollowed'), () => void follow(body, !on))
  // The form's body is the request that the API takes.
  const outcome = await request(on ? '/api/v1/follows' : '/api/v1/unfollows', JSON.parse(body) as object)
  if (outcome === 'unreached') toast(say('toast.kept'), () => void follow(body, !on))
  if (outcome !== 'refused') return
  showFollow(body, !on)
  toast(say('toast.failed'))
}

function showFollow(body: string, on: boolean): void {
  for (const form of document.querySelectorAll<HTMLFormElement>(
    'form[action="/do/follow"], form[action="/do/unfollow"]',
  )) {
    if (bodyOf(form) !== body) continue
    form.setAttribute('action', on ? '/do/unfollow' : '/do/follow')
    form.querySelector('button')?.classList.toggle('on', on)
    const word = form.querySelector<HTMLElement>('[data-word]')
    if (word !== null) word.textContent = word.dataset[on ? 'on' : 'off'] ?? ''
  }
}

async function press(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  if (button.getAttribute('aria-disabled') === 'true') return
  // Really disabled it would lose the focus, and whoever goes by keys their place.
  button.setAttribute('aria-disabled', 'true')
  const before = [...button.childNodes]
  button.textContent = say('why.done')
  const restore = () => {
    button.replaceChildren(...before)
    button.removeAttribute('aria-disabled')
  }
  const { outcome, undo } = await postForm('/do/control', bodyOf(form))
  if (outcome === 'arrived') {
    toast(say('toast.control'), undo === undefined ? undefined : () => void takeBack(undo, restore))
    return
  }
  restore()
  toast(say('toast.failed'))
}

async function mute(body: string): Promise<void> {
  const { outcome, undo } = await postForm('/do/mute', body)
  if (outcome !== 'arrived') toast(say('toast.failed'))
  else toast(say('toast.muted'), undo === undefined ? undefined : () => void takeBack(undo))
}

async function takeBack({ action, body }: Undo, restore?: () => void): Promise<void> {
  const { outcome } = await postForm(`/do/${action}`, JSON.stringify(body))
  if (outcome === 'arrived') restore?.()
  toast(say(outcome === 'arrived' ? 'toast.takenBack' : 'toast.failed'))
}

function bodyOf(form: HTMLFormElement): string {
  const field = form.elements.namedItem('body')
  return field instanceof HTMLInputElement ? field.value : ''
}
