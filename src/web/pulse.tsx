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
  return (
    <svg class="pulse" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img">
      <title>{say('card.pulse', { counts: counts.map(number).join(', ') })}</title>
      {counts.map((count, index) => {
        // A slice without reports keeps a trace, so that the row of bars stays readable as time.
        const bar = count === 0 ? 1 : 2 + Math.round((count / highest) * (height - 2))
        return (
          <rect
            key={index}
            class={index >= counts.length - newest ? 'new' : ''}
            x={index * (barWidth + gap)}
            y={height - bar}
            width={barWidth}
            height={bar}
            rx="1"
          />
        )
      })}
    </svg>
  )
}
