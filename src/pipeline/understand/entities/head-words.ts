/** Nouns that headlines begin with, in languages that the tagger has not seen: it takes whatever has a capital for a name. */
import type { Gazetteer } from './gazetteer.ts'
import type { TagSpan } from './mend-spans.ts'
import type { NewsToken, WordTraits } from './word-lore.ts'

const nouns: Readonly<Record<string, ReadonlySet<string>>> = {
  es: new Set(
    (
      'juegos oro bronce medalla medallas medallero ceremonia agenda previa previsiones horario horarios calendario resultado resultados ' +
      'resumen récord récords lágrimas adiós despedida sorpresa alerta entrevista claves fotos vídeo video lista ganadores ganadoras ' +
      'atletas equipo selección básquet baloncesto fútbol tenis natación voleibol semifinal cuartos tifón tormenta terremoto incendio ' +
      'accidente muerte gobierno policía alcalde alcaldesa ministro ministra presidente presidenta juez jueza vacunas precio precios ' +
      'dólar inflación huelga elecciones ataque crisis calor escándalo denuncia renuncia llegada retiro cambios fechas mensaje ' +
      'candidatura organizadores coronavirus'
    ).split(' '),
  ),
}

/** What such a noun is, never who. */
const qualities: Readonly<Record<string, RegExp>> = { es: /^(?:para)?l?ol[ií]mpic[oa]s?$/u }
const none: ReadonlySet<string> = new Set()

/**
 * "Tokio" of "Juegos de Tokio", nothing of "Oro". Such a noun is part of a name before a word of its own ("Selección Andina"); behind
 * a small word one word stands that is a name only where the lists know it.
 */
export function withoutHeadWords(
  span: TagSpan,
  { tokens, words }: { readonly tokens: readonly NewsToken[]; readonly words: readonly WordTraits[] },
  language: string,
  { names, stopWords }: Gazetteer,
): TagSpan {
  const heads = nouns[language]
  if (heads === undefined) return span
  const small = stopWords.get(language) ?? none
  const isHead = (at: number): boolean => {
    const key = tokens[at]?.key ?? ''
    const next = tokens[at + 1]?.key ?? ''
    if (qualities[language]?.test(key) === true) return true
    return (
      heads.has(key) &&
      (at + 1 >= span.to || small.has(next) || heads.has(next) || qualities[language]?.test(next) === true)
    )
  }
  let { from } = span
  while (from < span.to && isHead(from)) {
    from += 1
    while (from < span.to && small.has(tokens[from]?.key ?? '')) from += 1
  }
  if (from === span.from || span.to - from !== 1) return { ...span, from }
  const { classes = [], shape } = words[from] ?? {}
  if (classes.includes('given') || classes.includes('surname') || shape === 'CAPITALS') return { ...span, from }
  const types = names.get(tokens[from]?.key ?? '')?.types ?? []
  if (types.length === 0) return { ...span, from: span.to }
  const isPlace = types.some((type) => type !== 'organisation' && type !== 'team')
  return { from, to: span.to, tag: isPlace ? 'place' : 'organisation' }
}
