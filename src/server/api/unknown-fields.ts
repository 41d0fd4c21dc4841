/** Fields of a request that its schema does not name: what is spelt wrong would go unheard, and look like what was meant. */
import { z } from '@hono/zod-openapi'

/** The first such field, in words that name those that are known; `undefined` where there is none. O(what was sent). */
export function unknownField(schema: z.ZodType | undefined, sent: unknown, where: string): string | undefined {
  if (schema === undefined || typeof sent !== 'object' || sent === null) return undefined
  if (isWrapper(schema)) return unknownField(inside(schema), sent, where)
  if (schema instanceof z.ZodArray) return unknownInList(inside(schema), sent, where)
  if (schema instanceof z.ZodDiscriminatedUnion) return unknownField(optionFor(schema, sent), sent, where)
  // Whatever else there is takes what it takes, or says itself what is wrong.
  if (!(schema instanceof z.ZodObject)) return undefined
  const shape: Readonly<Record<string, z.ZodType>> = schema.shape
  for (const [name, value] of Object.entries(sent)) {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (known === undefined) return `${where}: there is no field ${nameOf(name, Object.keys(shape))}`
    const inner = unknownField(known, value, `${where}.${name}`)
    if (inner !== undefined) return inner
  }
  return undefined
}

/** A name that is not known, with those that are. */
export function nameOf(unknown: string, known: readonly string[]): string {
  const there = known.length === 0 ? 'none is known here' : `known are ${known.join(', ')}`
  return `${JSON.stringify(unknown.slice(0, 100))}; ${there}`
}

type Wrapper = z.ZodOptional | z.ZodNullable | z.ZodDefault

function isWrapper(schema: z.ZodType): schema is Wrapper {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
}

/** The schema of what a wrapper or a list holds. */
function inside(schema: Wrapper | z.ZodArray): z.ZodType | undefined {
  const inner: unknown = schema instanceof z.ZodArray ? schema.element : schema.unwrap()
  return inner instanceof z.ZodType ? inner : undefined
}

function unknownInList(element: z.ZodType | undefined, sent: object, where: string): string | undefined {
  if (!Array.isArray(sent)) return undefined
  for (const [place, value] of sent.entries()) {
    const inner = unknownField(element, value, `${where}.${place}`)
    if (inner !== undefined) return inner
  }
  return undefined
}

/** The one that what was sent says it is. */
function optionFor({ options, def }: z.ZodDiscriminatedUnion, sent: object): z.ZodObject | undefined {
  const kind: unknown = Object.getOwnPropertyDescriptor(sent, def.discriminator)?.value
  return options.find((option): option is z.ZodObject => {
    if (!(option instanceof z.ZodObject)) return false
    const told: unknown = option.shape[def.discriminator]
    return told instanceof z.ZodType && told.safeParse(kind).success
  })
}
