/** Charts as inline SVG for reports: no script, no font and no picture from elsewhere. */
import { axes, colour, height, margin, picture, scale, short, width } from './axis.ts'
import { type Markup, markup } from './markup.ts'

export type Bar = {
  readonly name: string
  readonly value: number
  /** Ends of the interval around the value, where one is known. */
  readonly low?: number
  readonly high?: number
}

const barHeight = 26
const namesWidth = 190

/** Horizontal bars from zero, one a line, with their intervals as whiskers. */
export function barChart(chart: { readonly title: string; readonly bars: readonly Bar[] }): Markup {
  const from = margin.left + namesWidth
  const x = scale(
    chart.bars.flatMap(({ value, low = value, high = value }) => [value, low, high]),
    { from, to: width - margin.right - 60, fromZero: true },
  )
  const rows = chart.bars.map(({ name, value, low, high }, row) => {
    const top = row * barHeight + 4
    const middle = top + (barHeight - 8) / 2
    const [start, end] = [Math.min(x.at(0), x.at(value)), Math.max(x.at(0), x.at(value))]
    const whisker =
      low === undefined || high === undefined
        ? markup``
        : markup`<path class="whisker" d="M${x.at(low)} ${middle}H${x.at(high)}M${x.at(low)} ${middle - 4}v8M${x.at(high)} ${middle - 4}v8"/>`
    return markup`<text class="tick" x="${from - 8}" y="${middle + 4}" text-anchor="end">${shortened(name)}</text>
<rect class="${colour(0)}" x="${start}" y="${top}" width="${end - start}" height="${barHeight - 8}"><title>${name}: ${short(value)}</title></rect>
${whisker}<text class="value" x="${Math.max(end, high === undefined ? end : x.at(high)) + 6}" y="${middle + 4}">${short(value)}</text>
`
  })
  return picture(chart.title, [], markup`${rows}`, Math.max(1, chart.bars.length) * barHeight + 8)
}

const nameCharactersMax = 38

function shortened(name: string): string {
  const characters = [...name]
  return characters.length > nameCharactersMax ? `${characters.slice(0, nameCharactersMax - 1).join('')}…` : name
}

export type Line = { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] }

/** Lines over one axis. Points come in the order of x. */
export function lineChart(chart: {
  readonly title: string
  readonly xName: string
  readonly yName: string
  readonly lines: readonly Line[]
}): Markup {
  const known = chart.lines.map(({ name, points: all }) => ({
    name,
    own: all.filter((point) => point.every(Number.isFinite)),
  }))
  const points = known.flatMap(({ own }) => own)
  const x = scale(
    points.map(([at]) => at),
    { from: margin.left, to: width - margin.right },
  )
  const y = scale(
    points.map(([, value]) => value),
    { from: height - margin.bottom, to: margin.top },
  )
  const drawn = known.map(({ name, own }, n) => {
    const path = own.map(([at, value], place) => `${place === 0 ? 'M' : 'L'}${fixed(x.at(at))} ${fixed(y.at(value))}`)
    return markup`<path class="line ${colour(n)}" d="${path.join('')}"><title>${name}</title></path>`
  })
  const { xName, yName } = chart
  return picture(
    chart.title,
    chart.lines.map(({ name }) => name),
    markup`${axes({ x, y, xName, yName })}${drawn}`,
  )
}

export type Distribution = { readonly name: string; readonly values: readonly number[] }

const binsDefault = 40

/** How often values of each size are, as a share of their own distribution: two of very unequal counts can be compared. */
export function histogram(chart: {
  readonly title: string
  readonly xName: string
  readonly distributions: readonly Distribution[]
  readonly bins?: number
}): Markup {
  const bins = chart.bins ?? binsDefault
  const x = scale(
    chart.distributions.flatMap(({ values }) => [...values]),
    { from: margin.left, to: width - margin.right },
  )
  const counted = chart.distributions.map(({ name, values }) => ({ name, shares: sharesOf(values, { ...x, bins }) }))
  const y = scale(
    counted.flatMap(({ shares }) => shares),
    { from: height - margin.bottom, to: margin.top, fromZero: true },
  )
  const step = (width - margin.left - margin.right) / bins
  const drawn = counted.map(({ shares }, n) => {
    const outline = shares.map(
      (share, bin) => `L${fixed(margin.left + bin * step)} ${fixed(y.at(share))}h${fixed(step)}`,
    )
    return markup`<path class="area ${colour(n)}" d="M${margin.left} ${y.at(0)}${outline.join('')}V${y.at(0)}Z"/>`
  })
  return picture(
    chart.title,
    counted.map(({ name }) => name),
    markup`${axes({ x, y, xName: chart.xName, yName: 'share' })}${drawn}`,
  )
}

function sharesOf(
  values: readonly number[],
  { min, max, bins }: { readonly min: number; readonly max: number; readonly bins: number },
): number[] {
  const shares = Array.from({ length: bins }, () => 0)
  const known = values.filter(Number.isFinite)
  for (const value of known) {
    const bin = Math.min(bins - 1, Math.floor(((value - min) / (max - min)) * bins))
    shares[bin] = (shares[bin] ?? 0) + 1 / known.length
  }
  return shares
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10)
}
