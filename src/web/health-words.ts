/** How a source does, in the reader's language. English is as the server said it, which names hosts and figures too. */
import type { SourceView } from '../server/api/contract.ts'
import { spanWords, type Words } from './words.ts'

export function healthWords(words: Words, source: SourceView): string {
  const { language, say } = words
  if (language === 'en') return source.health
  const { state, kind, problem, intervalMinutes } = source
  const went = problem === undefined ? [] : [sourceProblemWords(words, problem)]
  switch (state) {
    case 'stopped':
      return [say('health.stopped'), ...went].join(' ')
    case 'failing':
      return [...went, say('health.again')].join(' ')
    case 'pending':
      return say('health.pending')
    case 'healthy':
      return kind === 'feed' && intervalMinutes !== undefined
        ? say('health.every', { time: spanWords(aboutMinutes(intervalMinutes), words) })
        : say('health.articles')
  }
}

/** Whole minutes; from ten on to five of them, from one and a half hours on whole hours. */
function aboutMinutes(minutes: number): number {
  const step = minutes < 10 ? 1 : minutes < 90 ? 5 : 60
  return Math.round(minutes / step) * step
}

/** What went wrong with one source; as it was told where its code has no words here. */
export function sourceProblemWords(
  { language, say, sayIfKnown }: Words,
  { code, message }: { readonly code: string; readonly message: string },
): string {
  if (language === 'en') return message
  const status = /^http-(\d{3})$/.exec(code)?.[1]
  return sayIfKnown(`health.${code}`) ?? (status === undefined ? message : say('health.http', { status }))
}
