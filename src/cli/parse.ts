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
  const bytes = bytesOf(bodyBase64)
  if (bytes === undefined)
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
  return parseFeed(bytes, {
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof contentType === 'string' ? { contentType } : {}),
  })
}

/** Both alphabets, in lines or in one, padded or not; undefined where anything else is among it, which Node would pass over. */
function bytesOf(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === bytesIn(base64)) return bytes
  const packed = base64.replaceAll(/\s+/g, '')
  return bytes.length === bytesIn(packed) && /^[\w+/-]*={0,2}$/.test(packed) ? bytes : undefined
}

/** How many bytes base64 stands for whose every character counts; undefined for a length that none has. */
function bytesIn(base64: string): number | undefined {
  const padding = /={0,2}$/.exec(base64.slice(-2))?.[0].length ?? 0
  const isWhole = padding === 0 ? base64.length % 4 !== 1 : base64.length % 4 === 0
  return isWhole ? Math.floor(((base64.length - padding) * 3) / 4) : undefined
}
