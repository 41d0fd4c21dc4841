/** Reports over time as small bars; what is new to the reader in the accent colour. */
import { useWords } from './words.ts'

type Props = { readonly counts: readonly number[]; readonly newest: number }

const barWidth = 4
const gap = 2
const height = 18
/** Fewer reports are no rhythm. */
const reportsMin = 6

export function Pulse({ counts, newest }: Props) {
  const { say, number } = useWords()
  if (counts.reduce((sum, count) => sum + count, 0) < reportsMin) return null
  const highest = Math.max(...counts, 1)
  const width = counts.length * (barWidth + gap) - gap
  const barsOf = (from: number, to: number) =>
    counts
      .slice(from, to)
      .map((count, index) => {
        // A slice without reports keeps a trace, so that the row of bars stays readable as time.
        const bar = count === 0 ? 1 : 2 + Math.round((count / highest) * (height - 2))
        return `M${(from + index) * (barWidth + gap)} ${height}v-${bar}h${barWidth}v${bar}z`
      })
      .join('')
  return (
    <svg class="pulse" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img">
      <title>{say('card.pulse', { counts: counts.map(number).join(', ') })}</title>
      <path d={barsOf(0, counts.length - newest)} />
      <path class="new" d={barsOf(counts.length - newest, counts.length)} />
    </svg>
  )
}
