/** Figures as rows: a name, a bar as long as the figure is great among the others, and the figure in words. */
type Bar = { readonly name: string; readonly value: number; readonly words: string }

export function Bars({ bars }: { readonly bars: readonly Bar[] }) {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  return (
    <ul class="bars">
      {bars.map(({ name, value, words }) => (
        <li key={name}>
          <span>{name}</span>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <path d={`M0 0h${Math.round((100 * value) / most)}v6H0z`} />
          </svg>
          <span class="faint">{words}</span>
        </li>
      ))}
    </ul>
  )
}
