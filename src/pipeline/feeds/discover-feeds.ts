import { parseHTML } from 'linkedom'

/** Feeds that a page names. */
export function discoverFeeds(html: string, pageUrl: string): { url: string; title?: string; type?: string }[] {
  const { document } = parseHTML(html)
  return [...document.querySelectorAll('link[rel~=alternate][type*=xml],link[rel~=alternate][type*=json]')].flatMap(
    (link) => {
      const href = link.getAttribute('href')
      return href !== null && URL.canParse(href, pageUrl) ? [{ url: new URL(href, pageUrl).href }] : []
    },
  )
}
