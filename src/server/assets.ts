/**
 * The browser's files as Vite built them: two style sheets, which stand in the pages, and one script, the service worker
 * and fonts, served under names that change with content.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from 'hono'
import { z } from 'zod'
import { errorAnswer } from './api/errors.ts'

export type Assets = {
  /** The style sheets' texts. A page holds them: asking for them apart would cost a slow line one more way there and back. */
  readonly styles: {
    /** On every page; the front page needs no more. */
    readonly common: string
    /** On all others beside. */
    readonly more: string
  }
  /** What a content-security policy names those texts by: `sha256-…`. */
  readonly styleHashes: readonly string[]
  readonly script: string
  /** The service worker's file among `files`. */
  readonly worker: string
  readonly files: ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }>
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
  png: 'image/png',
  webmanifest: 'application/manifest+json',
}

/** Vite's names end in a digest of the content. */
const hashedName = /-[\w-]{8}\.\w+$/

const manifestSchema = z.record(z.string(), z.object({ file: z.string(), css: z.array(z.string()).optional() }))

/** From `src/server` and from `dist/server` alike. */
const builtFolder = fileURLToPath(new URL('../../dist/web/assets', import.meta.url))

/** Reads all files into memory (under 500 kB). Throws when they have not been built. */
export function loadAssets(folder = builtFolder): Assets {
  const manifestFile = join(folder, '.vite', 'manifest.json')
  if (!existsSync(manifestFile)) throw new Error(`The browser's files are not in ${folder}: run \`npm run build\`.`)
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(manifestFile, 'utf8')))
  const entry = manifest['src/web/client/main.ts']
  const worker = manifest['src/web/client/worker.ts']
  const common = entry?.css?.[0]
  const more = manifest['src/web/styles/more.css']
  if (entry === undefined || worker === undefined || common === undefined || more === undefined)
    throw new Error(`${manifestFile} lacks the script, a style sheet or the service worker.`)
  const files = new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((item) => item.isFile() && typeOf(item.name) !== undefined)
      .map((item) => [
        item.name,
        { type: typeOf(item.name) ?? '', bytes: Uint8Array.from(readFileSync(join(folder, item.name))) },
      ]),
  )
  const styles = { common: styleFrom(join(folder, common)), more: styleFrom(join(folder, more.file)) }
  return {
    styles,
    styleHashes: Object.values(styles).map((text) => `sha256-${createHash('sha256').update(text).digest('base64')}`),
    script: `/assets/${entry.file}`,
    worker: worker.file,
    files,
  }
}

export function asset(c: Context, assets: Assets): Response {
  const file = assets.files.get(c.req.param('file') ?? '')
  if (file === undefined) return errorAnswer(c, { code: 'not-found', message: 'There is no such file.' })
  const name = c.req.param('file') ?? ''
  return c.body(file.bytes, 200, {
    'Content-Type': file.type,
    'Cache-Control': hashedName.test(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  })
}

/** GET /worker.js: at the root, so that it serves every page; asked anew each time. */
export function workerScript(c: Context, { files, worker }: Assets): Response {
  const file = files.get(worker)
  if (file === undefined) return errorAnswer(c, { code: 'not-found', message: 'There is no service worker.' })
  return c.body(file.bytes, 200, { 'Content-Type': file.type, 'Cache-Control': 'no-cache' })
}

/** Throws where the text could not stand in an element of a page. */
function styleFrom(file: string): string {
  const text = readFileSync(file, 'utf8').trim()
  // A page's own line ends are not what the digest is made of.
  if (/<\/style|\r/i.test(text)) throw new Error(`${file} cannot stand in a page.`)
  return text
}

function typeOf(name: string): string | undefined {
  return types[name.slice(name.lastIndexOf('.') + 1)]
}
