/** The thread that reads feeds and pages: what takes long, and was written by strangers. */
import type { Article } from '../../domain/article.ts'
import { decodePage } from '../../pipeline/articles/decode-page.ts'
import { extractArticle } from '../../pipeline/articles/extract-article.ts'
import type { EntriesOf } from '../new-entries.ts'
import { type FeedBytes, type ReadAnswer, readFeed } from '../read-feed.ts'
import { answerRequests } from './answer.ts'

type ReadingRequest =
  | { readonly task: 'read-feed'; readonly sent: FeedBytes; readonly options: EntriesOf }
  | { readonly task: 'extract'; readonly bytes: Uint8Array; readonly contentType?: string; readonly url: string }

answerRequests<ReadingRequest>((request): ReadAnswer | Article => {
  switch (request.task) {
    case 'read-feed':
      return readFeed(request.sent, request.options)
    case 'extract':
      return extractArticle(decodePage(request.bytes, request.contentType), { url: request.url }).article
  }
})
