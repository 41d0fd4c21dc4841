/** The head of narrow screens, where the side is not there: the name, or the way back. */
import { Icon } from './icon.tsx'

/** `tune`: the page has dials further down. */
export function NameBar({ tune = false }: { readonly tune?: boolean }) {
  return (
    <div class="topbar">
      <a class="brand" href="/" aria-label="Salient, your page">
        Salient
        <i />
      </a>
      {tune ? (
        <a class="topbar-link" href="#tune">
          Tune
        </a>
      ) : null}
    </div>
  )
}

export function BackBar() {
  return (
    <div class="topbar">
      <a class="back-link" href="/">
        <Icon name="back" />
        Your page
      </a>
    </div>
  )
}
