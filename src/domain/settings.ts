/** The installation's settings, parsed once from the environment by app/config.ts. Every field is in docs/settings.md. */
export type Settings = {
  readonly dataDir: string
  readonly host: string
  readonly port: number
  /** CIDR ranges of private addresses that sources may live at. */
  readonly allowPrivateNetworks: readonly string[]
  /** Set: this PostgreSQL is used and the embedded one is never started. */
  readonly databaseUrl?: string
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** The public address that links in feeds and mails start with. */
  readonly baseUrl: string
  /** The same where SALIENT_BASE_URL gives it: hubs are told to send there. */
  readonly publicUrl?: string
  /**
   * `when-needed`: who is alone here and has no way to sign in reads without; `always`: everybody signs in; `one-person`:
   * as `when-needed`, also over a network, where something else keeps others out.
   */
  readonly signIn: 'when-needed' | 'always' | 'one-person'
  /** Whether strangers may make themselves readers. */
  readonly signUp: 'by-invitation' | 'open'
  /** Whether every reader may add sources, or only the operator. */
  readonly sourcesAddedBy: 'readers' | 'operator'
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** How many sources are fetched at once. */
  readonly fetchConcurrency: number
  /** One request at a time per `host`, or per `site` (registrable domain). */
  readonly fetchScope: 'host' | 'site'
  /** Pause between two requests to one host. */
  readonly fetchSpacingMs: number
  /** Fetch article pages, not only feeds. */
  readonly fetchArticles: boolean
  /** How long articles, stories and logged pages are kept that nobody saved; 0: for ever. */
  readonly keepDays: number
  /** Where the vectors come from that stories and queries are compared by. */
  readonly embeddings: EmbeddingSettings
}

export type EmbeddingSettings =
  | { readonly kind: 'built-in' }
  | { readonly kind: 'transformers'; readonly model: string }
  | { readonly kind: 'url'; readonly url: string; readonly model: string; readonly key?: string }
