/**
 * The HTML document around every page. Its styles stand in it, named by their digests in the content-security policy;
 * nothing else is inline. The script is asked for first. The font is not asked for ahead: on a slow line it would take the room
 * of the script, and its stand-in has the same measures.
 */
import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { clientKeys } from './messages/client-keys.ts'
import { languages } from './messages/languages.ts'
import { type Words, WordsContext } from './words.ts'

export type DocumentFiles = {
  /** The texts of its style sheets. */
  readonly styles: readonly string[]
  readonly script: string
}

type Options = {
  readonly title: string
  readonly words: Words
  readonly files: DocumentFiles
  /** Whose page it is, empty where one signs in; nobody's where it is anybody's. */
  readonly reader?: string | undefined
  /** Reload after so many seconds where no script does it better: a page that is still being filled. */
  readonly reloadSeconds?: number
}

/** The whole document as text, starting with the doctype. */
export function renderDocument(body: VNode, options: Options): string {
  return `<!doctype html>${renderToString(<Document {...options}>{body}</Document>)}`
}

function Document({
  title,
  words,
  files,
  reader,
  reloadSeconds,
  children,
}: Options & { readonly children: ComponentChildren }) {
  return (
    <html lang={words.language} dir={words.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <script type="module" src={files.script} />
        {files.styles.map((text) => (
          <style key={text} dangerouslySetInnerHTML={{ __html: text }} />
        ))}
        <title>{title}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#fbfaf6" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#151513" media="(prefers-color-scheme: dark)" />
        <Made words={words} />
        <meta name="words" content={clientWords(words)} />
        {reader === undefined ? null : <meta name="reader" content={reader} />}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/assets/icon-180.png" />
        <link rel="manifest" href="/assets/salient.webmanifest" />
        {reloadSeconds === undefined ? null : (
          <noscript>
            <meta http-equiv="refresh" content={String(reloadSeconds)} />
          </noscript>
        )}
      </head>
      <body>
        <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
      </body>
    </html>
  )
}

/** When it was made, for those who see it later: without a network, or once more. */
function Made({ words: { nowMs, moment } }: { readonly words: Words }) {
  const made = new Date(nowMs).toISOString()
  return <meta name="made" content={made} data-words={moment(made)} />
}

/** What the script says, in the page's language. */
function clientWords({ language }: Words): string {
  const { messages } = languages[language]
  return JSON.stringify(Object.fromEntries(clientKeys.map((key) => [key, messages[key]])))
}
