/** What a source publishes: a feed and its entries, in one form whatever the format on the wire. */

export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'json' | 'sitemap'

export type Enclosure = { readonly url: string; readonly type?: string; readonly length?: number }

/** A picture, video or sound named by the feed itself (Media RSS, iTunes, enclosures). */
export type FeedMedia = {
  readonly url: string
  readonly kind: 'image' | 'video' | 'audio' | 'other'
  readonly type?: string
  readonly width?: number
  readonly height?: number
  readonly title?: string
  readonly description?: string
  readonly credit?: string
  readonly durationSeconds?: number
  readonly thumbnailUrl?: string
}

/** One item as a source published it. `summary` and `content` are HTML as received, not yet sanitised. Times are ISO 8601 in UTC. */
export type Entry = {
  /** The entry's own key within its feed: guid, atom:id, or the URL, or a digest of title and date. Never empty. */
  readonly id: string
  readonly url?: string
  readonly title?: string
  readonly summary?: string
  readonly content?: string
  readonly publishedAt?: string
  readonly updatedAt?: string
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly enclosures: readonly Enclosure[]
  readonly media: readonly FeedMedia[]
  readonly commentsUrl?: string
  readonly commentCount?: number
  readonly language?: string
}

export type Feed = {
  readonly format: FeedFormat
  readonly title?: string
  readonly description?: string
  readonly siteUrl?: string
  readonly feedUrl?: string
  readonly language?: string
  readonly hubUrl?: string
  /** The publisher's own wish between two polls, from `<ttl>` or `sy:updatePeriod`. */
  readonly intervalMinutes?: number
  readonly entries: readonly Entry[]
  /** Keys of entries that the source withdrew (RFC 6721). */
  readonly withdrawn?: readonly string[]
}

/** A sitemap that an index of them names, as it was when it was last read. Times are ISO 8601 in UTC where not in milliseconds. */
export type ReadSitemap = {
  readonly url: string
  /** As the index says. */
  readonly changedAt?: string
  readonly readAtMs: number
  readonly holdsNews: boolean
  readonly etag?: string
  readonly lastModified?: string
}
