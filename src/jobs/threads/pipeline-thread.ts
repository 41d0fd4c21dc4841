/** The thread that reads feeds and pages and understands articles: what takes long, or was written by strangers. */
import type { Article } from '../../domain/article.ts'
import type { Understood } from '../../domain/topic.ts'
import { decodePage } from '../../pipeline/articles/decode-page.ts'
import { extractArticle } from '../../pipeline/articles/extract-article.ts'
import { type UnderstandInput, understandArticle } from '../../pipeline/understand/understand-article.ts'
import type { EntriesOf } from '../new-entries.ts'
import { type FeedBytes, type ReadAnswer, readFeed } from '../read-feed.ts'
import { openUnderstandTools } from '../understand-tools.ts'
import { answerRequests } from './answer.ts'

type PipelineRequest =
  | { readonly task: 'read-feed'; readonly sent: FeedBytes; readonly options: EntriesOf }
  | { readonly task: 'extract'; readonly bytes: Uint8Array; readonly contentType?: string; readonly url: string }
  | { readonly task: 'understand'; readonly articles: readonly UnderstandInput[] }

let opened: ReturnType<typeof openUnderstandTools> | undefined

async function tools(): ReturnType<typeof openUnderstandTools> {
  opened ??= openUnderstandTools()
  return await opened
}

answerRequests<PipelineRequest>(
  async (request): Promise<ReadAnswer | Article | Understood[]> => {
    switch (request.task) {
      case 'read-feed':
        return readFeed(request.sent, request.options)
      case 'extract':
        return extractArticle(decodePage(request.bytes, request.contentType), { url: request.url }).article
      case 'understand': {
        const open = await tools()
        return request.articles.map((article) => understandArticle(article, open))
      }
    }
  },
  async ({ task }) => {
    if (task === 'understand') await tools()
  },
)
