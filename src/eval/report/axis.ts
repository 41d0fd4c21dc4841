/** The frame of a chart: its axes, ticks and words around it, in SVG. Sizes are in pixels of the view box. */
import { type Markup, markup } from './markup.ts'

export const width = 720
export const height = 280
/** Room around the plot for ticks and names. */
export const margin = { left: 64, right: 20, top: 12, bottom: 44 } as const
const ticksAbout = 5

export type Scale = {
  readonly min: number
  readonly max: number
  /** Whether all that is drawn is of whole numbers, such as days: there is nothing between two of them. */
  readonly whole: boolean
  readonly at: (value: number) => number
}

/** From a value to its place; an empty range is widened. */
export function scale(
  values: readonly number[],
  range: { readonly from: number; readonly to: number; readonly fromZero?: boolean },
): Scale {
  const known = values.filter(Number.isFinite)
  const low = known.reduce(
    (least, value) => Math.min(least, value),
    range.fromZero === true ? 0 : Number.POSITIVE_INFINITY,
  )
  const high = known.reduce(
    (most, value) => Math.max(most, value),
    range.fromZero === true ? 0 : Number.NEGATIVE_INFINITY,
  )
  const min = Number.isFinite(low) ? low : 0
  const max = Number.isFinite(high) && high > min ? high : min + 1
  const whole = known.every(Number.isInteger)
  return { min, max, whole, at: (value) => range.from + ((value - min) / (max - min)) * (range.to - range.from) }
}

/** Round numbers within a range, about five of them. */
export function ticks({ min, max, whole }: Pick<Scale, 'min' | 'max' | 'whole'>): number[] {
  const rough = (max - min) / ticksAbout
  const power = 10 ** Math.floor(Math.log10(rough))
  const round = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const step = whole ? Math.max(1, round) : round
  const first = Math.ceil(min / step - 1e-9)
  const count = Math.floor(max / step + 1e-9) - first + 1
  return Array.from({ length: count }, (_, place) => Number(((first + place) * step).toPrecision(12)))
}

export type Axes = { readonly x: Scale; readonly y: Scale; readonly xName: string; readonly yName: string }

/** Grid, ticks and names of both axes, to stand behind what is drawn. */
export function axes({ x, y, xName, yName }: Axes): Markup {
  const bottom = height - margin.bottom
  const right = width - margin.right
  return markup`${ticks(y).map(
    (value) => markup`<line class="grid" x1="${margin.left}" x2="${right}" y1="${y.at(value)}" y2="${y.at(value)}"/>
<text class="tick" x="${margin.left - 8}" y="${y.at(value) + 4}" text-anchor="end">${short(value)}</text>`,
  )}${ticks(x).map(
    (value) =>
      markup`<text class="tick" x="${x.at(value)}" y="${bottom + 18}" text-anchor="middle">${short(value)}</text>`,
  )}<line class="axis" x1="${margin.left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
<text class="name" x="${(margin.left + right) / 2}" y="${height - 6}" text-anchor="middle">${xName}</text>
<text class="name" transform="translate(14 ${(margin.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${yName}</text>`
}

/** A picture with its title, the names of its colours, and words for those who cannot see it. */
export function picture(title: string, names: readonly string[], drawn: Markup, high: number = height): Markup {
  const legend =
    names.length < 2
      ? markup``
      : markup`<ul class="legend">${names.map((name, n) => markup`<li><i class="${colour(n)}"></i>${name}</li>`)}</ul>`
  return markup`<figure><figcaption>${title}</figcaption>${legend}
<svg viewBox="0 0 ${width} ${high}" role="img" aria-label="${[title, ...names].join(', ')}">${drawn}</svg></figure>
`
}

const colours = 6

/** The class of the n-th colour; they begin anew after six. */
export function colour(n: number): string {
  return `c${(n % colours) + 1}`
}

/** A number as short as it can be said: 12,000 as 12k, 0.4500 as 0.45. */
export function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`
  return String(Number(value.toPrecision(4)))
}
