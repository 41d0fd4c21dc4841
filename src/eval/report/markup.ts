/** HTML or SVG that may stand in a page as it is. Only `markup` makes it: words of people come in escaped. */
export type Markup = { readonly html: string }

type Part = string | number | undefined | Markup | readonly Markup[]

/** Markup from a template: text is escaped, markup and lists of it stay as they are, numbers have at most two decimals. */
export function markup(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return { html: parts.reduce((before, part, place) => `${before}${written(values[place - 1])}${part}`) }
}

function written(value: Part): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(Math.round(value * 100) / 100)
  if (typeof value === 'string') return escaped(value)
  return 'html' in value ? value.html : value.map(({ html }) => html).join('')
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  // Control characters would end the page for strict readers.
  return text.replace(/[&<>"']/g, (c) => escapes[c] ?? c).replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd')
}
