/** A figure as long as its share of the greatest, in [0, 1]; words beside it say the figure. */
export function Bar({ share }: { readonly share: number }) {
  return (
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <path d={`M0 0h${Math.round(100 * share)}v6H0z`} />
    </svg>
  )
}

type Row = { readonly name: string; readonly value: number; readonly words: string }

/** Figures as rows: a name, a bar as long as the figure's part of the whole, or else of the greatest, and the figure in words. */
export function Bars({ bars, whole }: { readonly bars: readonly Row[]; readonly whole?: number }) {
  const most = whole ?? Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  return (
    <ul class="bars">
      {bars.map(({ name, value, words }) => (
        <li key={name}>
          <bdi>{name}</bdi>
          <Bar share={value / most} />
          <span class="faint">{words}</span>
        </li>
      ))}
    </ul>
  )
}
