/** A report as one HTML file that stands alone: tables and pictures, light and dark, nothing loaded and no script. */
import { type Markup, markup } from './markup.ts'

export type ReportPart = {
  readonly heading: string
  /** What to look for in the pictures and tables below. */
  readonly text?: string
  readonly contents: readonly Markup[]
}

export type Report = {
  readonly title: string
  /** What was measured, on what and how, so that it can be done again. */
  readonly about: string
  readonly parts: readonly ReportPart[]
}

/** The whole file as text. Words in it may be anybody's: all are escaped. */
export function htmlReport({ title, about, parts }: Report): string {
  const body = parts.map(
    ({ heading, text, contents }) =>
      markup`<section><h2>${heading}</h2>${text === undefined ? markup`` : markup`<p>${text}</p>`}
${contents}</section>
`,
  )
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1><p>${about}</p>
${body}</main></body></html>
`.html
}

export type Cell = string | number

/** A table with its head; numbers stand at the right, with up to four digits. Without rows, a word instead. */
export function reportTable(table: {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}): Markup {
  if (table.rows.length === 0) return markup`<p>None.</p>`
  const isNumber = table.columns.map((_, column) => table.rows.every((row) => typeof row[column] === 'number'))
  const align = (column: number): string => (isNumber[column] === true ? 'number' : 'words')
  return markup`<div class="wide"><table><thead><tr>${table.columns.map(
    (name, column) => markup`<th class="${align(column)}">${name}</th>`,
  )}</tr></thead><tbody>
${table.rows.map(
  (row) => markup`<tr>${row.map((cell, column) => markup`<td class="${align(column)}">${cellText(cell)}</td>`)}</tr>
`,
)}</tbody></table></div>
`
}

function cellText(cell: Cell): string {
  return typeof cell === 'number' ? String(Number(cell.toPrecision(4))) : cell
}

/** Our own words, so markup as it is. The colours differ in lightness too, for those who see few of them. */
const style = markup`
:root{color-scheme:light dark;--ink:light-dark(#1c1b1a,#ece9e4);--soft:light-dark(#5d5a55,#a9a49b);
--line:light-dark(#dedad3,#3b3833);--paper:light-dark(#fbfaf8,#171614)}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2.5rem 0 .5rem}
p{max-width:44rem;color:var(--soft);margin:.25rem 0 1rem}
figure{margin:1rem 0 1.5rem;overflow-x:auto}figcaption{font-weight:600;margin-bottom:.25rem}svg{width:100%;height:auto;min-width:40rem;max-width:45rem}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:0;padding:0;color:var(--soft);font-size:.85rem}
.legend i{display:inline-block;width:.75em;height:.75em;margin-right:.4em;border-radius:2px;background:var(--c)}
.c1{--c:light-dark(#1f5fa8,#6aa9ee)}.c2{--c:light-dark(#c2570c,#f2a35e)}.c3{--c:light-dark(#2b7f4f,#74c997)}
.c4{--c:light-dark(#8a3d9c,#cf90dd)}.c5{--c:light-dark(#6b6259,#b8ada0)}.c6{--c:light-dark(#a3203a,#f08a9c)}
rect{fill:var(--c)}.line{fill:none;stroke:var(--c);stroke-width:2}
.area{fill:var(--c);fill-opacity:.22;stroke:var(--c);stroke-width:1.5}
.whisker{fill:none;stroke:var(--ink);stroke-width:1.5}.grid{stroke:var(--line)}.axis{stroke:var(--soft)}
text{fill:var(--soft);font:12px system-ui,sans-serif}.value{fill:var(--ink)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
.number{text-align:right}
`
