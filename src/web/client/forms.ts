/** Follows, mutes and controls without leaving the page, each with the way back. Forms whose whole page changes are left to the browser. */
import { postForm, type Undo } from './post.ts'
import { request } from './signals.ts'
import { toast } from './toast.ts'
import { say } from './words.ts'

export function startForms(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.dataset['after'] !== 'stay') return
    const button = event.submitter
    if (!(button instanceof HTMLButtonElement)) return
    // Without one of its own a button says the address of its page, not of its form.
    const action = new URL(button.hasAttribute('formaction') ? button.formAction : form.action).pathname
    if (action === '/do/follow' || action === '/do/unfollow') {
      event.preventDefault()
      void follow(bodyOf(button), action === '/do/follow')
    }
    if (action === '/do/mute') {
      event.preventDefault()
      void mute(bodyOf(button))
    }
    if (action === '/do/control') {
      event.preventDefault()
      void press(button)
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
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.follow')) {
    if (bodyOf(button) !== body) continue
    const action = on ? '/do/unfollow' : '/do/follow'
    if (button.hasAttribute('formaction')) button.formAction = action
    else button.form?.setAttribute('action', action)
    button.classList.toggle('on', on)
    const word = button.querySelector<HTMLElement>('[data-word]')
    if (word !== null) word.textContent = word.dataset[on ? 'on' : 'off'] ?? ''
  }
}

async function press(button: HTMLButtonElement): Promise<void> {
  if (button.getAttribute('aria-disabled') === 'true') return
  // Really disabled it would lose the focus, and whoever goes by keys their place.
  button.setAttribute('aria-disabled', 'true')
  const before = [...button.childNodes]
  button.textContent = say('why.done')
  const restore = () => {
    button.replaceChildren(...before)
    button.removeAttribute('aria-disabled')
  }
  const { outcome, undo } = await postForm('/do/control', bodyOf(button))
  if (outcome === 'arrived') {
    toast(say('toast.control'), undo === undefined ? undefined : () => void takeBack(undo, restore))
    return
  }
  restore()
  toast(say('toast.failed'))
}

async function mute(body: string): Promise<void> {
  const { outcome: first, undo } = await postForm('/do/mute', body)
  // The form's body is the request that the API takes; what is muted twice is muted.
  const outcome = first === 'unreached' ? await request('/api/v1/mutes', JSON.parse(body) as object) : first
  if (outcome === 'unreached') toast(say('toast.kept'))
  else if (outcome !== 'arrived') toast(say('toast.failed'))
  else toast(say('toast.muted'), undo === undefined ? undefined : () => void takeBack(undo))
}

async function takeBack({ action, body }: Undo, restore?: () => void): Promise<void> {
  const { outcome } = await postForm(`/do/${action}`, JSON.stringify(body))
  if (outcome === 'arrived') restore?.()
  toast(say(outcome === 'arrived' ? 'toast.takenBack' : 'toast.failed'))
}

/** The request that a button sends: its own, or the only one of its form. */
function bodyOf(button: HTMLButtonElement): string {
  if (button.name === 'body') return button.value
  const field = button.form?.elements.namedItem('body')
  return field instanceof HTMLInputElement ? field.value : ''
}
