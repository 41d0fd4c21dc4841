/** The tables as rows, for Kysely. Columns are named as in the migrations; JSON columns hold what the comments say. */
import type { ColumnType, Generated } from 'kysely'
import type { ReadSitemap } from '../../domain/feed.ts'

/** Written as JSON text, read as the value. */
type Json<T> = ColumnType<T, string, string>
type Time = ColumnType<Date, Date | string, Date | string>
type TimeDefault = ColumnType<Date, Date | string | undefined, Date | string>
/** 64-bit integers come as strings. */
type Big = ColumnType<string, number | undefined, number>

export type Tables = {
  sources: {
    id: string
    kind: Generated<string>
    feed_url: string
    title: string
    site_url: string | null
    language: string | null
    folders: Generated<string[]>
    added_at: TimeDefault
    etag: string | null
    last_modified: string | null
    body_digest: Buffer | null
    next_due_at: TimeDefault
    interval_minutes: Generated<number>
    interval_why: Generated<string>
    unconditional_at: Time | null
    last_fetch_at: Time | null
    last_success_at: Time | null
    failures: Generated<number>
    problem: Json<{ code: string; message: string } | null> | null
    stopped_at: Time | null
    moved_to: string | null
    moved_count: Generated<number>
    bytes_received: Big
    bytes_saved: Big
    last_bytes: Generated<number>
    entries_seen: Big
    title_kept: Generated<boolean>
    full_text: Generated<string>
    own_interval_minutes: number | null
    left_alone_until: Time | null
    sitemaps: Json<readonly ReadSitemap[] | null> | null
  }
  entry_keys: { entry_id: string; first_seen_at: Time; digest: Buffer }
  entries: {
    id: string
    first_seen_at: Time
    source_id: string
    url: string | null
    title: string
    published_at: Time
    updated_at: Time | null
    authors: string[]
    categories: string[]
    published: Json<unknown>
  }
  articles: {
    entry_id: string
    first_seen_at: Time
    title: string
    byline: string | null
    language: string | null
    site_name: string | null
    canonical_url: string | null
    lead_image: Json<{ url: string; caption?: string; credit?: string; width?: number; height?: number }> | null
    videos: Json<{ url: string; title?: string; durationSeconds?: number; image?: { url: string } }[]>
    key_points: string[]
    related: Json<{ url: string; title: string }[]>
    topic_line: string | null
    barrier: string | null
    comment_count: number | null
    comments_url: string | null
    html: string
    text: string
    from_page: boolean
  }
  article_edits: { entry_id: string; at: Time; title: string; text: string }
  pages_wanted: { entry_id: string; source_id: string; url: string; attempts: Generated<number>; due_at: TimeDefault }
  understanding_wanted: { entry_id: string; first_seen_at: Time; version: Generated<number> }
  subjects_wanted: { entry_id: string; first_seen_at: Time; version: Generated<number> }
  descriptions_wanted: { entry_id: string }
  understanding_state: { only_row: Generated<boolean>; version: string }
  understandings: {
    entry_id: string
    first_seen_at: Time
    language: string
    key_points: string[]
    topics: Json<unknown>
    entities: Json<unknown>
  }
  stories: {
    id: string
    headline: string
    language: string
    first_at: Time
    latest_at: Time
    entries: number
    sources: number
    key_points: string[]
    in_other_languages: Json<unknown> | null
    topics: Json<unknown>
    entities: Json<unknown>
    importance: number
    lead_image: Json<unknown> | null
    described_at: TimeDefault
  }
  story_entries: { entry_id: string; story_id: string; first_seen_at: Time; copy_of: string | null }
  stories_wanted: { entry_id: string; first_seen_at: Time; version: Generated<number> }
  story_state: { only_row: Generated<boolean>; settled: boolean }
  story_moves: { old_id: string; new_id: string; at: TimeDefault }
  story_topics: { topic_id: string; story_id: string; score: number }
  topics: { id: string; label: string; kind: string; last_at: Time }
  embeddings_wanted: { story_id: string }
  embedding_state: { only_row: Generated<boolean>; model: string }
  story_embeddings: { story_id: string; model: string; headline: string; vector: Buffer }
  outbox: { id: Generated<string>; kind: string; payload: Json<unknown>; at: TimeDefault }
  push_keys: {
    id: string
    source_id: string
    name: string
    digest: Buffer
    created_at: TimeDefault
    last_used_at: Time | null
    revoked_at: Time | null
  }
  push_receipts: {
    key_id: string
    idempotency_key: string
    body_digest: Buffer
    answer: Json<unknown>
    at: TimeDefault
  }
  hub_subscriptions: {
    source_id: string
    hub_url: string
    topic_url: string
    token: string
    secret: string
    asked_at: Time | null
    lease_until: Time | null
    next_at: TimeDefault
    failures: Generated<number>
    problem: Json<{ code: string; message: string } | null> | null
  }
  secrets: { name: string; value: Buffer }
  readers: {
    id: string
    name: string
    created_at: TimeDefault
    dials: Json<unknown>
    learning_paused: Generated<boolean>
    reads: Generated<string[]>
    email: Generated<string>
  }
  credentials: {
    id: Generated<string>
    reader_id: string
    account_id: string
    provider_id: string
    password: string | null
  }
  sessions: {
    id: Generated<string>
    reader_id: string
    token: string
    expires_at: Time
    ip_address: string | null
    user_agent: string | null
    created_at: TimeDefault
  }
  entry_links: {
    id: Generated<string>
    digest: Buffer
    reader_id: string | null
    made_by: string | null
    expires_at: Time
    created_at: TimeDefault
  }
  access_tokens: {
    id: Generated<string>
    reader_id: string
    name: string
    digest: Buffer
    created_at: TimeDefault
    last_used_at: Time | null
  }
  passkeys: {
    id: Generated<string>
    credential_id: Buffer
    reader_id: string
    name: string
    public_key: Buffer
    algorithm: number
    counter: ColumnType<string, number, number>
    created_at: TimeDefault
    last_used_at: Time | null
  }
  passkey_challenges: { digest: Buffer; reader_id: string | null; expires_at: Time }
  sign_in_tries: { id: Generated<string>; subject: Buffer; at: TimeDefault }
  follows: { reader_id: string; kind: string; ref: string; label: string; at: TimeDefault }
  mutes: {
    reader_id: string
    kind: string
    ref: string
    label: string
    strength: string
    until: Time | null
    at: TimeDefault
  }
  signals: {
    reader_id: string
    id: string
    at: Time
    kind: string
    story_id: string | null
    /** The id under which pages showed the story, where that was another. */
    shown_as: string | null
    topic_id: string | null
    source_id: string | null
    seconds: number | null
    learns: boolean
    features: Json<unknown> | null
  }
  queries: {
    reader_id: string
    id: string
    words: string
    by_meaning: boolean
    model: string | null
    vector: Buffer | null
    at: TimeDefault
  }
  corrections: {
    id: string
    kind: string
    story_id: string
    reader_id: string | null
    by_operator: boolean
    at: TimeDefault
    undone_at: Time | null
  }
  language_links: { a: string; b: string; model: string; at: TimeDefault }
  short_names: { story_id: string; short_id: string; full_id: string; name: string; latest_at: Time }
  meant_names: { short_id: string; full_id: string; name: string; at: TimeDefault }
  entity_merges: { alias_id: string; entity_id: string; reader_id: string | null; at: TimeDefault }
  feed_addresses: { reader_id: string; version: Generated<number> }
  saved: { reader_id: string; story_id: string; at: TimeDefault; labels: Generated<string[]> }
  highlights: {
    reader_id: string
    id: string
    entry_id: string
    story_id: string | null
    quote: string
    before: string
    after: string
    start: number
    at: TimeDefault
  }
  profiles: { reader_id: string; profile: Json<unknown>; made_at: Time }
  ranking_weights: { model: string; shifts: Json<unknown>; signals: Generated<string> | number; learned_at: Time }
  /** By place on the page; `features`: the values of `feature_names` for each story, one story after the other. */
  pages: {
    reader_id: string
    id: string
    made_at: Time
    model: string
    story_ids: string[]
    scores: number[]
    propensities: number[]
    feature_names: string[]
    features: number[]
    reasons: string[]
  }
}
