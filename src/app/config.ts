/** The environment, read once and parsed into Settings. No other file reads process.env. */
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { EmbeddingSettings, Settings } from '../domain/settings.ts'
import { shownUrl } from '../platform/storage/unusable-database.ts'

/** A whole number; said in words where it is none, or out of bounds. */
const whole = (least: number, most: number) => {
  const error = `takes a whole number from ${least} to ${most}`
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}

/** Addresses and ranges of addresses, between commas or spaces. */
const ranges = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((range) => range !== ''))
  .superRefine((found, context) => {
    for (const range of found)
      if (!ipaddr.isValid(range) && !ipaddr.isValidCIDR(range))
        context.addIssue({
          code: 'custom',
          message: `${JSON.stringify(range)} is no address range; it is written as 10.0.0.0/8 or fd00::/8`,
        })
  })

/** Shorter than stories still change and pages are made of is no time to keep anything for. */
const keepDaysMin = 30

const flag = z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((v) => v === 'true' || v === '1' || v === 'yes')

const schema = z.object({
  SALIENT_DATA_DIR: z.string().min(1).default('data'),
  SALIENT_HOST: z
    .string()
    .regex(/^[\w.:-]+$/u, { error: 'takes the name or the IP address of this machine' })
    .default('127.0.0.1'),
  SALIENT_PORT: whole(0, 65_535).default(8080),
  SALIENT_ALLOW_PRIVATE_NETWORKS: ranges,
  DATABASE_URL: z
    .string()
    .regex(/^(?:postgres(?:ql)?:\/\/|socket:|\/)/u, {
      error: 'takes an address such as postgres://USER:PASSWORD@HOST/DATABASE',
    })
    .optional(),
  SALIENT_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  SALIENT_BASE_URL: z.url().optional(),
  SALIENT_SIGN_IN: z.enum(['when-needed', 'always', 'one-person']).default('when-needed'),
  SALIENT_SIGN_UP: z.enum(['by-invitation', 'open']).default('by-invitation'),
  SALIENT_SOURCES_ADDED_BY: z.enum(['readers', 'operator']).default('readers'),
  SALIENT_TRUSTED_PROXIES: ranges,
  SALIENT_FETCH_CONCURRENCY: whole(1, 512).default(32),
  SALIENT_FETCH_SCOPE: z.enum(['host', 'site']).default('host'),
  SALIENT_FETCH_SPACING_MS: whole(0, 600_000).default(1000),
  SALIENT_FETCH_ARTICLES: flag.default(true),
  SALIENT_KEEP_DAYS: whole(0, 36_500)
    .refine((days) => days === 0 || days >= keepDaysMin, {
      error: `takes 0, which keeps everything, or a number of days from ${keepDaysMin} on`,
    })
    .default(730),
  SALIENT_EMBEDDINGS_MODEL: z.string().min(1).optional(),
  SALIENT_EMBEDDINGS_URL: z.url({ protocol: /^https?$/ }).optional(),
  SALIENT_EMBEDDINGS_KEY: z.string().min(1).optional(),
})

/** Names of all settings, for the documentation's test. */
export const settingNames: readonly string[] = Object.keys(schema.shape)

/** Parses the environment. Throws an Error that names each wrong setting, what it held and what it takes. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0])
      const value = environment[name] ?? ''
      return `${name}=${JSON.stringify(name === 'DATABASE_URL' ? shownUrl(value) : value)}: ${issue.message}`
    })
    throw new Error(`The settings cannot be used:\n  ${lines.join('\n  ')}\nSee docs/settings.md.`)
  }
  const s = parsed.data
  return {
    dataDir: resolve(s.SALIENT_DATA_DIR),
    host: s.SALIENT_HOST,
    port: s.SALIENT_PORT,
    allowPrivateNetworks: s.SALIENT_ALLOW_PRIVATE_NETWORKS,
    ...(s.DATABASE_URL === undefined ? {} : { databaseUrl: s.DATABASE_URL }),
    logLevel: s.SALIENT_LOG_LEVEL,
    baseUrl: s.SALIENT_BASE_URL ?? `http://${inAddress(s.SALIENT_HOST)}:${s.SALIENT_PORT}`,
    ...(s.SALIENT_BASE_URL === undefined ? {} : { publicUrl: s.SALIENT_BASE_URL.replace(/\/+$/, '') }),
    signIn: s.SALIENT_SIGN_IN,
    signUp: s.SALIENT_SIGN_UP,
    sourcesAddedBy: s.SALIENT_SOURCES_ADDED_BY,
    trustedProxies: s.SALIENT_TRUSTED_PROXIES,
    fetchConcurrency: s.SALIENT_FETCH_CONCURRENCY,
    fetchScope: s.SALIENT_FETCH_SCOPE,
    fetchSpacingMs: s.SALIENT_FETCH_SPACING_MS,
    fetchArticles: s.SALIENT_FETCH_ARTICLES,
    keepDays: s.SALIENT_KEEP_DAYS,
    embeddings: embeddingsOf(s),
  }
}

/** As it stands in an address: IPv6 in brackets. */
const inAddress = (host: string): string => (host.includes(':') ? `[${host}]` : host)

function embeddingsOf(s: z.infer<typeof schema>): EmbeddingSettings {
  const { SALIENT_EMBEDDINGS_MODEL: model, SALIENT_EMBEDDINGS_URL: url, SALIENT_EMBEDDINGS_KEY: key } = s
  if (model !== undefined && url !== undefined)
    return { kind: 'url', url, model, ...(key === undefined ? {} : { key }) }
  if (model !== undefined) return { kind: 'transformers', model }
  if (url === undefined) return { kind: 'built-in' }
  throw new Error('SALIENT_EMBEDDINGS_URL needs SALIENT_EMBEDDINGS_MODEL beside it: the name of the model to ask for.')
}
