import { extractArticle } from '../pipeline/articles/extract-article.ts'
import { lineFilter } from './filter.ts'

/** `salient extract --ndjson`: pages in, articles out. About 20 ms a page. */
export const extract = lineFilter({
  name: 'extract',
  help: `salient extract --ndjson < pages > articles

In, one a line:  { id, url, html }
Out, one a line: { id, title, byline, publishedAt, modifiedAt, language, siteName, canonicalUrl, topicLine,
                   leadImage: { url, caption, credit } | null, videos: [{ url, title, durationSeconds, image }],
                   keyPoints: [], commentCount, commentsUrl, related: [{ url, title }], barrier, html, text }
html is sanitised; text has one blank line between paragraphs. barrier is "paywall" or "challenge" where the page shows one.
A line that holds no page becomes { id, error: { code, message } }.`,
  open: async () => ({ handle: extractLine }),
})

function extractLine({ url, html }: Record<string, unknown>): object {
  if (typeof html !== 'string')
    return { error: { code: 'no-html', message: `html must be a string; received ${typeof html}` } }
  const { article, problems } = extractArticle(html, { url: typeof url === 'string' ? url : '' })
  return { ...article, leadImage: article.leadImage ?? null, problems }
}
