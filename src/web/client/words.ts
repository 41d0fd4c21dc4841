/** The script's sentences: they came with the page, in its language. */
import type { ClientKey } from '../messages/client-keys.ts'
import { type Fill, type Forms, fill } from '../messages/messages.ts'

const locale = document.documentElement.lang

type Speaking = {
  readonly speech: Parameters<typeof fill>[2]
  readonly sentences: Readonly<Record<ClientKey, string | Forms>>
}

/** Made when the first sentence is said: rules of a language take a slow device some time. */
let speaking: Speaking | undefined

export function say<K extends ClientKey>(key: K, ...[filling]: Fill<K>): string {
  speaking ??= begin()
  return fill(speaking.sentences[key], filling ?? {}, speaking.speech)
}

function begin(): Speaking {
  const told = document.querySelector<HTMLMetaElement>('meta[name="words"]')?.content ?? '{}'
  return {
    speech: { plural: new Intl.PluralRules(locale), number: new Intl.NumberFormat(locale) },
    // Written by our own server: every client key with its sentence.
    sentences: JSON.parse(told) as Speaking['sentences'],
  }
}
