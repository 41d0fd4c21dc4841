/** The thread that understands articles. It holds all that is known of names and subjects. */
import type { Understood } from '../../domain/topic.ts'
import { type UnderstandInput, understandArticle } from '../../pipeline/understand/understand-article.ts'
import { openUnderstandTools } from '../understand-tools.ts'
import { answerRequests } from './answer.ts'

let opened: ReturnType<typeof openUnderstandTools> | undefined

async function tools(): ReturnType<typeof openUnderstandTools> {
  opened ??= openUnderstandTools()
  return await opened
}

answerRequests<{ readonly articles: readonly UnderstandInput[] }>(
  async ({ articles }): Promise<Understood[]> => {
    const open = await tools()
    return articles.map((article) => understandArticle(article, open))
  },
  async () => {
    await tools()
  },
)
