import { parseFeed } from '../pipeline/feeds/parse-feed.ts'
import { lineFilter } from './filter.ts'

export const parse = lineFilter({
  name: 'parse',
  help: `Usage: salient parse --ndjson < in > out

In:  {"id","url","contentType"?,"bodyBase64"}
Out: {"id","feed":{"format","title","description","siteUrl","feedUrl","language","hubUrl","entries":[…]} or null,
      "problems":[{"code","message"}]}

Reads RSS, RDF, Atom, CDF, JSON Feed and news sitemaps. "problems" names what was repaired, or, where "feed" is null,
what came instead of a feed. A line that lacks "bodyBase64" answers {"id","error":{"code","message"}}.`,
  open: async () => ({ handle: parseLine }),
})

/** Characters of a wrong field that are quoted back. */
const quotedMax = 80

function parseLine(line: Record<string, unknown>): object {
  const { url, contentType, bodyBase64 } = line
  if (typeof bodyBase64 !== 'string')
    return { error: { code: 'missing-field', message: 'bodyBase64, the bytes of the feed in base64, is missing.' } }
  if (!isBase64(bodyBase64))
    return {
      error: {
        code: 'bad-field',
        message: `bodyBase64 is not base64; received ${JSON.stringify(bodyBase64.slice(0, quotedMax))}.`,
      },
    }
  if (url !== undefined && url !== null && typeof url !== 'string')
    return {
      error: {
        code: 'bad-field',
        message: `url must be a string; received ${JSON.stringify(url).slice(0, quotedMax)}.`,
      },
    }
  if (contentType !== undefined && contentType !== null && typeof contentType !== 'string')
    return { error: { code: 'bad-field', message: 'contentType must be a string.' } }
  return parseFeed(Buffer.from(bodyBase64, 'base64'), {
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof contentType === 'string' ? { contentType } : {}),
  })
}

/** As Node decodes it: both alphabets, in lines or in one, padded or not. What is of neither it would pass over silently. */
function isBase64(text: string): boolean {
  const packed = text.replaceAll(/\s+/g, '')
  if (!/^[\w+/-]*={0,2}$/.test(packed)) return false
  return packed.endsWith('=') ? packed.length % 4 === 0 : packed.length % 4 !== 1
}
