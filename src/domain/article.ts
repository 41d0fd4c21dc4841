/** The readable text and media behind an entry. Every URL is absolute; `html` is sanitised. */

export type LeadImage = {
  readonly url: string
  readonly caption?: string
  readonly credit?: string
  readonly width?: number
  readonly height?: number
}

export type Video = {
  readonly url: string
  readonly title?: string
  readonly durationSeconds?: number
  /** Its still. */
  readonly image?: { readonly url: string }
}

export type Article = {
  readonly title?: string
  readonly byline?: string
  readonly publishedAt?: string
  readonly modifiedAt?: string
  readonly language?: string
  readonly siteName?: string
  readonly canonicalUrl?: string
  readonly leadImage?: LeadImage
  readonly videos: readonly Video[]
  /** Key points that stand on the page itself, in the publisher's words. */
  readonly keyPoints: readonly string[]
  readonly commentCount?: number
  readonly commentsUrl?: string
  /** Related items of the same publisher, linked from the text. */
  readonly related: readonly { readonly url: string; readonly title: string }[]
  /** The topic line over the headline, as the publisher words it ("China–Russia relations"). */
  readonly topicLine?: string
  /** Why the text may be short: the page is behind a paywall, or was a challenge instead of an article. */
  readonly barrier?: 'paywall' | 'challenge'
  /** Sanitised HTML of the body. */
  readonly html: string
  /** Plain text of the body, one blank line between paragraphs. */
  readonly text: string
}
