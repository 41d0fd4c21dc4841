/** The script's sentences: they came with the page, in its language. */
import type { ClientKey } from '../messages/client-keys.ts'
import { type Fill, type Forms, fill } from '../messages/messages.ts'

const locale = document.documentElement.lang
const speech = { plural: new Intl.PluralRules(locale), number: new Intl.NumberFormat(locale) }
const told = document.querySelector<HTMLMetaElement>('meta[name="words"]')?.content ?? '{}'
// Written by our own server: every client key with its sentence.
const sentences = JSON.parse(told) as Readonly<Record<ClientKey, string | Forms>>

export function say<K extends ClientKey>(key: K, ...[filling]: Fill<K>): string {
  return fill(sentences[key], filling ?? {}, speech)
}
