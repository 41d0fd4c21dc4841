/** Addresses of pages. Ids go into paths whole, so every one is escaped. */

export const storyLink = (id: string): string => `/story/${encodeURIComponent(id)}`
export const articleLink = (id: string): string => `/article/${encodeURIComponent(id)}`
/** To the mark in the article's text; to its beginning where the words are not there any more. */
export const highlightLink = ({ entryId, id }: { readonly entryId: string; readonly id: string }): string =>
  `${articleLink(entryId)}#highlight-${id}`
export const topicLink = (id: string): string => `/topic/${encodeURIComponent(id)}`
export const topicInAllLanguages = (id: string): string => `${topicLink(id)}?languages=all`
export const sourceLink = (id: string): string => `/search?sourceId=${encodeURIComponent(id)}`

/** Leads to the reader's own secret address of the topic's feed. */
export const topicFeedLink = (id: string): string => `/feed?topic=${encodeURIComponent(id)}`
