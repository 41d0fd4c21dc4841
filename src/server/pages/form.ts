/** Reads an HTML form into plain text fields and text files. */
import type { Context } from 'hono'
import { keepable } from '../../domain/keepable.ts'
import { decodeBytes } from '../../pipeline/feeds/decode-bytes.ts'

export type Form = {
  readonly fields: ReadonlyMap<string, readonly string[]>
  /** Contents of uploaded text files, in whatever encoding they came. */
  readonly files: ReadonlyMap<string, string>
}

export async function readForm(c: Context): Promise<Form> {
  const given = await c.req.parseBody({ all: true })
  const fields = new Map<string, string[]>()
  const files = new Map<string, string>()
  for (const [name, value] of Object.entries(given)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'string') {
        const values = fields.get(name) ?? []
        values.push(keepable(item))
        fields.set(name, values)
      } else if (item.size > 0) files.set(name, decodeBytes(new Uint8Array(await item.arrayBuffer())).text)
    }
  }
  return { fields, files }
}

/** The first value of a field; empty where there is none. */
export function fieldOf(form: Form, name: string): string {
  return form.fields.get(name)?.[0] ?? ''
}

/** The field `body` as an object; empty where it is missing or not JSON: the endpoint then says what it misses. */
export function objectOf(form: Form): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(fieldOf(form, 'body'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** What is to be followed: as a button says it, or a topic chosen from a list. */
export function followIn(form: Form): Readonly<Record<string, unknown>> {
  const topicId = fieldOf(form, 'topicId')
  return topicId === '' ? objectOf(form) : { kind: 'topic', topicId }
}

/** The languages ticked, as `PUT /languages` takes them. */
export function readsIn(form: Form): { readonly languages: readonly string[] } {
  return { languages: (form.fields.get('reads') ?? []).filter((code) => code !== '') }
}

/** Lines with something on them. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** A path of this server; `/` for anything else, so that no form can lead away. */
export function localPath(given: string): string {
  if (!URL.canParse(given, 'http://here')) return '/'
  const url = new URL(given, 'http://here')
  // What begins with two slashes after parsing would be another host again.
  if (url.origin !== 'http://here' || !given.startsWith('/') || url.pathname.startsWith('//')) return '/'
  return url.pathname + url.search + url.hash
}
