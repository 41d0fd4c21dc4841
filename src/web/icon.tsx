/** Line icons on a 24-unit grid, drawn in the colour of their text. */

const paths = {
  page: 'M4 11.5 12 5l8 6.5V20H4z',
  search: 'M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zM16 16l4.500 4.500',
  saved: 'M7 4h10v16l-5-4-5 4z',
  sources: 'M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M7 18a1 1 0 1 1-2 0 1 1 0 0 1 2 0z',
  you: 'M15.500 8.500a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0zM5 20c1-4 4-5.500 7-5.500s6 1.500 7 5.500',
  why: 'M12 4v5M12 15v5M4 12h5M15 12h5',
  more: 'M12 6v12M6 12h12',
  less: 'M6 12h12',
  dots: 'M6 12h.01M12 12h.01M18 12h.01',
  back: 'm14 6-6 6 6 6',
  out: 'M14 5h5v5M19 5l-9 9M17 14v5H5V7h5',
  play: 'M9 7v10l8-5z',
  tune: 'M4 8h9M19 8h1M4 16h1M11 16h9M13 8a3 3 0 1 0 6 0 3 3 0 0 0-6 0zM5 16a3 3 0 1 0 6 0 3 3 0 0 0-6 0z',
  letters: 'M3 18 8 6l5 12M5 14h6M15 18l3.500-8 3.500 8M16 15.500h5',
  share: 'M12 15V4M8 7.500 12 4l4 3.500M6 11v9h12v-9',
  check: 'm5 12.500 4.500 4.500L19 7',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
