/** Addresses of pages. Ids go into paths whole, so every one is escaped. */

export const storyLink = (id: string): string => `/story/${encodeURIComponent(id)}`
export const articleLink = (id: string): string => `/article/${encodeURIComponent(id)}`
export const topicLink = (id: string): string => `/topic/${encodeURIComponent(id)}`
export const sourceLink = (id: string): string => `/search?sourceId=${encodeURIComponent(id)}`
