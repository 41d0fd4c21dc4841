/** The head of narrow screens, where the side is not there: the name, or the way back. */
import { Icon } from './icon.tsx'
import { useWords } from './words.ts'

/** `tune`: the page has dials further down. */
export function NameBar({ tune = false }: { readonly tune?: boolean }) {
  const { say } = useWords()
  return (
    <div class="topbar">
      <a class="brand" href="/" aria-label={say('frame.home')}>
        Salient
        <i />
      </a>
      {tune ? (
        <a class="topbar-link" href="#tune">
          {say('frame.tune')}
        </a>
      ) : null}
    </div>
  )
}

export function BackBar() {
  const { say } = useWords()
  return (
    <div class="topbar">
      <a class="back-link" href="/">
        <Icon name="back" />
        {say('place.page')}
      </a>
    </div>
  )
}
