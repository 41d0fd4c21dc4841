/** The invented events that the sample newsroom reports. The form of the files is told in sample/README.md. */

export type Telling = { readonly headlines: readonly string[]; readonly facts: readonly string[] }

export type SampleEvent = {
  readonly name: string
  /** The file it stands in: politics, economy … */
  readonly section: string
  readonly hoursAgo: number
  readonly places: readonly string[]
  readonly english: Telling
  readonly spanish: Telling
  /** What comes in while the newsroom runs. */
  readonly updates: readonly { readonly headline: string; readonly fact: string }[]
}

type Draft = {
  head: string[]
  headlines: string[]
  facts: string[]
  updates: { headline: string; fact: string }[]
  esHeadlines: string[]
  esFacts: string[]
}

/** Throws an Error that quotes a line that is in no known form: the files are ours. */
export function parseEvents(section: string, text: string): SampleEvent[] {
  const drafts: Draft[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const [mark = '', ...words] = line.split(' ')
    const rest = words.join(' ')
    if (mark === '#') drafts.push({ head: words, headlines: [], facts: [], updates: [], esHeadlines: [], esFacts: [] })
    const draft = drafts.at(-1)
    if (draft !== undefined && mark !== '#') takeLine(draft, mark, rest)
  }
  return drafts.map(({ head: [name = '', hours = '', ...places], ...draft }) => ({
    name,
    section,
    hoursAgo: Number(hours),
    places,
    english: { headlines: draft.headlines, facts: draft.facts },
    spanish: { headlines: draft.esHeadlines, facts: draft.esFacts },
    updates: draft.updates,
  }))
}

function takeLine(draft: Draft, mark: string, rest: string): void {
  switch (mark) {
    case '=':
      draft.headlines.push(rest)
      break
    case '-':
      draft.facts.push(rest)
      break
    case '+': {
      const [headline = '', fact = ''] = rest.split(' | ')
      draft.updates.push({ headline, fact })
      break
    }
    case 'es=':
      draft.esHeadlines.push(rest)
      break
    case 'es-':
      draft.esFacts.push(rest)
      break
    default:
      throw new Error(`a sample event holds a line in no known form: ${mark} ${rest}`)
  }
}
