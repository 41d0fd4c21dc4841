/** What stands where nothing is yet: what this place is for, and the way on. */
type Props = {
  readonly title?: string
  readonly text: string
  readonly way?: { readonly to: string; readonly label: string; readonly isMain?: boolean }
}

export function Blank({ title, text, way }: Props) {
  return (
    <section class="blank">
      {title === undefined ? null : <h2>{title}</h2>}
      <p>{text}</p>
      {way === undefined ? null : (
        <a class={way.isMain === true ? 'pill' : 'pill ghost'} href={way.to}>
          {way.label}
        </a>
      )}
    </section>
  )
}
