/** One article, as its page shows it. */
import { sql } from 'kysely'
import type { LeadImage, Video } from '../../domain/article.ts'
import type { EntryId, SourceId, StoryId } from '../../domain/ids.ts'
import type { EntityMention, TopicScore } from '../../domain/topic.ts'
import type { Database } from './database.ts'
import { editsMax } from './entries.ts'

export type StoredArticle = {
  readonly entryId: EntryId
  readonly storyId: StoryId | null
  readonly title: string
  readonly language: string | null
  readonly byline: string | null
  readonly sourceId: SourceId
  readonly sourceTitle: string | null
  readonly url: string | null
  readonly publishedAt: Date
  readonly topicLine: string | null
  readonly topics: readonly TopicScore[] | null
  readonly entities: readonly EntityMention[] | null
  readonly leadImage: LeadImage | null
  readonly keyPoints: readonly string[]
  readonly videos: readonly Video[]
  readonly html: string
  readonly text: string
  readonly barrier: 'paywall' | 'challenge' | null
  readonly commentCount: number | null
  readonly commentsUrl: string | null
  readonly related: readonly { readonly url: string; readonly title: string }[]
  /** What stood there before each change, latest first. */
  readonly edits: readonly { readonly at: string; readonly title: string; readonly text: string }[]
}

/** Characters shown of what stood there before each change. */
const editCharactersMax = 20_000

export async function loadArticle(db: Database, id: EntryId): Promise<StoredArticle | undefined> {
  const { rows } = await sql<StoredArticle>`
    select e.id as "entryId", m.story_id as "storyId", a.title, coalesce(u.language, a.language) as language, a.byline,
      e.source_id as "sourceId", s.title as "sourceTitle", e.url, e.published_at as "publishedAt", a.topic_line as "topicLine",
      u.topics, u.entities, a.lead_image as "leadImage",
      case when a.key_points = '{}' then coalesce(u.key_points, '{}') else a.key_points end as "keyPoints",
      a.videos, a.html, a.text, a.barrier, a.comment_count as "commentCount", a.comments_url as "commentsUrl", a.related,
      coalesce((select jsonb_agg(jsonb_build_object('at', d.at, 'title', d.title, 'text', left(d.text, ${editCharactersMax}))
        order by d.at desc) from (select * from article_edits where entry_id = e.id order by at desc limit ${editsMax}) d),
        '[]') as edits
    from entries e
    join articles a on a.entry_id = e.id and a.first_seen_at = e.first_seen_at
    left join understandings u on u.entry_id = e.id and u.first_seen_at = e.first_seen_at
    left join story_entries m on m.entry_id = e.id
    left join sources s on s.id = e.source_id
    where e.id = ${id}`.execute(db)
  return rows[0]
}
