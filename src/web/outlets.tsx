/** Outlets as small marks: the first letter on a colour of their own, the same on every page. */
import type { SourceRef } from '../server/api/contract.ts'

const coloursMax = 10

export function OutletMark({ source }: { readonly source: SourceRef }) {
  return (
    <span class={`mark mark-${colourOf(source.id)}`} title={source.name}>
      {firstLetter(source.name)}
    </span>
  )
}

export function Outlets({ sources, shown }: { readonly sources: readonly SourceRef[]; readonly shown: number }) {
  return (
    <span class="outlets" aria-hidden="true">
      {sources.slice(0, shown).map((source) => (
        <OutletMark key={source.id} source={source} />
      ))}
    </span>
  )
}

/** The first letter or digit that means something: "The Tarsh Weekly" is T of Tarsh. */
function firstLetter(name: string): string {
  const word = name.replace(/^(the|der|die|das|le|la|les|el|los|il|o|a)\s+/i, '')
  return (/[\p{L}\p{N}]/u.exec(word)?.[0] ?? '·').toLocaleUpperCase('en')
}

function colourOf(id: string): number {
  let hash = 7
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return hash % coloursMax
}
