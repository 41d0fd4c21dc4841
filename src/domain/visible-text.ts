/**
 * Characters that nobody sees and no text needs: soft hyphens, joiners of lines, signs of order in old ways of writing and for
 * machines. Joiners of letters, marks of direction and what makes flags stay.
 */
const unseen = /[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0001}]/gu
/** Any of these, or of the signs of direction. */
const any = /[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0001}]/u

/** Openers of embeddings and overrides, openers of isolates, and the ends of both. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g
const overrides = '\u202d\u202e'
const isolates = '\u2066\u2067\u2068'
const [endOfEmbedding, endOfIsolate] = ['\u202c', '\u2069']

/**
 * The text without characters that nobody sees, and without those that could turn the words after it around: of the signs of
 * direction only pairs stay, and none that makes letters run against their script. Line by line, as their power ends there.
 */
export function visibleText(text: string): string {
  // Hardly any text has one: a look is all that most cost.
  if (!any.test(text)) return text
  return text.replace(unseen, '').split('\n').map(withoutTurns).join('\n')
}

function withoutTurns(line: string): string {
  const kept = new Set<number>()
  const open: { readonly at: number; readonly sign: string }[] = []
  let openIsolates = 0
  for (const { index: at, 0: sign } of line.matchAll(turning)) {
    if (sign === endOfEmbedding) {
      const last = open.at(-1)
      if (last === undefined || isolates.includes(last.sign)) continue
      open.pop()
      if (!overrides.includes(last.sign)) kept.add(last.at).add(at)
    } else if (sign === endOfIsolate) {
      if (openIsolates === 0) continue
      // Whatever is looked through is closed by it, so that no sign is looked at twice.
      const start = open.findLastIndex((opened) => isolates.includes(opened.sign))
      kept.add(open[start]?.at ?? at).add(at)
      open.length = start
      openIsolates -= 1
    } else {
      open.push({ at, sign })
      if (isolates.includes(sign)) openIsolates += 1
    }
  }
  return line.replace(turning, (sign, at: number) => (kept.has(at) ? sign : ''))
}
