/** What a message is: a sentence with braces, or its forms by plural category; and how one is said. */
import type { en } from './en.ts'

export type Key = keyof typeof en

/** The forms of one sentence by `Intl.PluralRules` category; languages have those that they know. */
export type Forms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>

/** All sentences of one language. Where English has forms, the others may have forms or one sentence, and the reverse. */
export type Messages = Readonly<Record<Key, string | Forms>>

type Braces<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Braces<Rest> : never
type TextOf<Message> = Message extends string ? Message : Message extends { readonly other: infer Text } ? Text : never

/** What a message wants filled in, as English has it. */
export type Filling<K extends Key> = {
  readonly [Name in Braces<TextOf<(typeof en)[K]>>]: Name extends 'count' ? number : string | number
}

/** The arguments after the key: none where nothing is to be filled in. */
export type Fill<K extends Key> = keyof Filling<K> extends never ? [] : [filling: Filling<K>]

const brace = /\{(\w+)\}/g

/** The sentence with its braces filled: numbers as the language writes them. O(length). */
export function fill(
  message: string | Forms,
  filling: Readonly<Record<string, string | number>>,
  speech: { readonly plural: Intl.PluralRules; readonly number: Intl.NumberFormat },
): string {
  const count = filling['count']
  const text =
    typeof message === 'string'
      ? message
      : ((typeof count === 'number' ? message[speech.plural.select(count)] : undefined) ?? message.other)
  return text.replace(brace, (whole, name: string) => {
    const value = filling[name]
    return value === undefined ? whole : typeof value === 'number' ? speech.number.format(value) : value
  })
}

/** The names in a message's braces, sorted, each once. */
export function bracesOf(text: string): string[] {
  return [...new Set([...text.matchAll(brace)].map(([, name = '']) => name))].sort()
}
