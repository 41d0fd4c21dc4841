/** Hands a story's first report to the system's share sheet, or copies its address where there is none. */
import { close } from './menus.ts'
import { tell } from './signals.ts'
import { toast } from './toast.ts'
import { say } from './words.ts'

export function startShare(): void {
  // Neither is there where the page came over plain HTTP from another machine.
  if (!('share' in navigator) && !('clipboard' in navigator)) return
  for (const button of document.querySelectorAll<HTMLElement>('[data-share]')) button.hidden = false
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-share]') : null
    const story = button?.closest<HTMLElement>('[data-story]')
    if (button === null || story === null || story === undefined) return
    const menu = button.closest('details')
    if (menu !== null) close(menu)
    void share(story, button.dataset['share'] ?? '')
  })
}

async function share(story: HTMLElement, known: string): Promise<void> {
  const storyId = story.dataset['story'] ?? ''
  try {
    const url = known === '' ? await firstReport(storyId) : known
    if ('share' in navigator)
      await navigator.share({ title: story.querySelector('h1, h2, h3')?.textContent ?? '', url })
    else {
      await copy(url)
      toast(say('toast.copied'))
    }
    tell('shared', storyId)
  } catch {
    // The sheet was closed without sharing, or there is no network.
  }
}

async function copy(text: string): Promise<void> {
  // The type of navigator holds the clipboard everywhere; the first check here saw that it is there.
  await (navigator as Navigator).clipboard.writeText(text)
}

type Story = { readonly timeline: readonly { readonly url?: string }[] }

/** Where the story was first told: of more use to others than an address of this server. */
async function firstReport(storyId: string): Promise<string> {
  const answer = await fetch(`/api/v1/stories/${encodeURIComponent(storyId)}`)
  // Our own server answers as its contract says.
  const { timeline } = (await answer.json()) as Story
  return timeline.findLast(({ url }) => url !== undefined)?.url ?? location.href
}
