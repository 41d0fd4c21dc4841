/** What topics are called in the language of the page. */
import { names } from './messages/names.ts'
import { subjects } from './messages/subjects.ts'
import type { Words } from './words.ts'

type Named = { readonly id: string; readonly label: string }
type Naming = Pick<Words, 'language' | 'say' | 'countryName'>

/**
 * Subjects, countries, and the cities, bodies and events that the lists know, in the page's language, and relations of two of
 * these; all others as they are written. English is as the server says it, but for subjects with long names.
 */
export function topicName({ id, label }: Named, words: Naming): string {
  const [kind = '', rest = ''] = splitOnce(id)
  if (kind === 'medtop') return subjects[words.language].get(id) ?? label
  if (words.language === 'en') return label
  switch (kind) {
    case 'entity':
      return entityName(rest, words) ?? label
    case 'relation': {
      const [one, other] = rest.split('|').map((entity) => entityName(entity, words))
      return one === undefined || other === undefined ? label : words.say('topic.between', { one, other })
    }
    default:
      return label
  }
}

function entityName(id: string, { language, countryName }: Naming): string | undefined {
  if (language === 'en') return undefined
  const [kind, code = ''] = splitOnce(id)
  return kind === 'country' ? countryName(code) : names[language].get(id)
}

function splitOnce(id: string): string[] {
  const at = id.indexOf(':')
  return [id.slice(0, at), id.slice(at + 1)]
}
