/** The reader view of one report: the publisher's text and media, and the way to the publisher. */
import { highlightLimits } from '../../server/api/contract/highlights.ts'
import type { ArticleView } from '../../server/api/contract.ts'
import { directionOf } from '../direction.ts'
import { Icon } from '../icon.tsx'
import { articleLink, storyLink, topicLink } from '../links.ts'
import { Picture } from '../picture.tsx'
import { Quotes } from '../quotes.tsx'
import { SaveButton } from '../save-button.tsx'
import { known } from '../story-card.tsx'
import { topicName } from '../topic-name.ts'
import { TopicRows } from '../topic-rows.tsx'
import { duration, useWords } from '../words.ts'

type Props = { readonly article: ArticleView }

type ShownArticle = {
  /** Its text with the reader's marks set. */
  readonly article: ArticleView
  /** Ids of the marks that were not found in the text. */
  readonly lost: readonly string[]
}

export function ArticlePage({ article, lost }: ShownArticle) {
  const { say, direction } = useWords()
  const back = articleLink(article.entryId)
  const language = known(article.language)
  return (
    <article class="read" data-story={article.storyId} data-reading>
      <div class="read-progress" aria-hidden="true" />
      <ReadBar article={article} />
      {/* From its topic to its end it stands at the edge where its own lines begin. */}
      <div dir={directionOf(language, article.title)}>
        <ArticleKicker article={article} />
        <h1 lang={language} dir="auto">
          {article.title}
        </h1>
        <Byline article={article} />
        <Picture image={article.image} />
        {article.keyPoints.length === 0 ? null : (
          <section class="points box" aria-label={say('story.keyPoints')}>
            <ul lang={language}>
              {article.keyPoints.map((point) => (
                <li key={point} dir="auto">
                  {point}
                </li>
              ))}
            </ul>
          </section>
        )}
        <Barrier article={article} direction={direction} />
        {article.html === '' ? null : (
          // Sanitised when it was stored; the policy forbids scripts and foreign files besides.
          <div
            class="body"
            lang={language}
            dir="auto"
            data-entry={article.entryId}
            data-quote-max={highlightLimits.quoteLength}
            dangerouslySetInnerHTML={{ __html: article.html }}
          />
        )}
      </div>
      <LostHighlights article={article} lost={lost} />
      <Videos article={article} />
      <Foot article={article} />
      <Topics article={article} back={back} />
      <RelatedItems article={article} />
    </article>
  )
}

function ReadBar({ article }: Props) {
  const { say } = useWords()
  return (
    <div class="topbar always">
      <a class="back-link" href={article.storyId === undefined ? '/' : storyLink(article.storyId)}>
        <Icon name="back" />
        {say(article.storyId === undefined ? 'place.page' : 'article.whole')}
      </a>
      <span class="topbar-tools">
        {/* Shown by the script, which remembers the choice. */}
        <button
          type="button"
          class="act"
          data-text-size
          aria-label={say('article.textSize')}
          title={say('article.textSize')}
          hidden
        >
          <Icon name="letters" />
        </button>
        {article.url === undefined || article.storyId === undefined ? null : (
          <button
            type="button"
            class="act"
            data-share={article.url}
            aria-label={say('action.share')}
            title={say('action.share')}
            hidden
          >
            <Icon name="share" />
          </button>
        )}
        {article.storyId === undefined ? null : (
          <SaveButton look="icon" storyId={article.storyId} saved={article.saved} back={articleLink(article.entryId)} />
        )}
        {article.url === undefined ? null : (
          <a
            class="act"
            href={article.url}
            rel="noreferrer noopener"
            aria-label={say('article.readAt', { source: article.source.name })}
          >
            <Icon name="out" />
          </a>
        )}
      </span>
    </div>
  )
}

function ArticleKicker({ article }: Props) {
  const [topic] = article.topics
  const words = useWords()
  const line = article.topicLine ?? (topic === undefined ? undefined : topicName(topic, words))
  if (line === undefined) return null
  return (
    <p class="kicker">
      {topic === undefined ? (
        <span dir="auto">{line}</span>
      ) : (
        <a href={topicLink(topic.id)} dir="auto">
          {line}
        </a>
      )}
    </p>
  )
}

function Byline({ article }: Props) {
  const { say, moment, direction } = useWords()
  return (
    <p class="by">
      {article.byline === undefined ? null : (
        <>
          <span>
            <b dir="auto">{article.byline}</b>
            {'\u00a0·'}
          </span>{' '}
        </>
      )}
      <span>
        <bdi>{article.source.name}</bdi>
        {article.publishedAt === undefined ? '' : '\u00a0·'}
      </span>
      {article.publishedAt === undefined ? null : (
        <>
          {' '}
          <time dateTime={article.publishedAt} dir={direction}>
            {moment(article.publishedAt)}
          </time>
        </>
      )}
      {article.readingMinutes > 0 ? (
        <>
          {'\u00a0·\u00a0'}
          <bdi dir={direction}>{say('count.minutes', { count: article.readingMinutes })}</bdi>
        </>
      ) : null}
    </p>
  )
}

function Barrier({ article, direction }: Props & { readonly direction: 'ltr' | 'rtl' }) {
  const { say } = useWords()
  if (article.barrier === undefined && article.html !== '') return null
  return (
    <p class="barrier" dir={direction}>
      {say(`article.${article.barrier ?? 'headlineOnly'}`, { source: article.source.name })}
    </p>
  )
}

/** What the publisher's edits left no place for. */
function LostHighlights({ article, lost }: ShownArticle) {
  const { say } = useWords()
  if (lost.length === 0) return null
  return (
    <section class="listed">
      <h2>{say('highlight.lost')}</h2>
      <Quotes
        highlights={article.highlights.filter(({ id }) => lost.includes(id))}
        language={known(article.language)}
        back={articleLink(article.entryId)}
        lead={false}
      />
    </section>
  )
}

function Videos({ article }: Props) {
  const { say } = useWords()
  return (
    <>
      {article.videos.map((video) => (
        <a
          key={video.url}
          class={video.image === undefined ? 'video plain' : 'video'}
          href={video.url}
          rel="noreferrer noopener"
        >
          {video.image === undefined ? null : <img src={video.image.url} alt="" loading="lazy" decoding="async" />}
          <span class="video-length">
            <Icon name="play" />
            {video.durationSeconds === undefined ? say('article.video') : duration(video.durationSeconds)}
          </span>
          <b dir="auto">{video.title ?? say('article.videoAt', { source: article.source.name })}</b>
        </a>
      ))}
    </>
  )
}

function Foot({ article }: Props) {
  const { say } = useWords()
  return (
    <footer class="foot" data-read-end>
      {article.url === undefined ? null : (
        <a class="pill ghost" href={article.url} rel="noreferrer noopener" data-original>
          {say('article.readAt', { source: article.source.name })}
        </a>
      )}
      {article.commentCount === undefined ? null : (
        <a class="quiet" href={article.commentsUrl ?? article.url} rel="noreferrer noopener">
          {say('count.comments', { count: article.commentCount })}
        </a>
      )}
    </footer>
  )
}

function Topics({ article, back }: Props & { readonly back: string }) {
  const { say } = useWords()
  if (article.topics.length === 0) return null
  return (
    <section class="listed">
      <h2>{say('article.topics')}</h2>
      <TopicRows topics={article.topics} back={back} />
    </section>
  )
}

function RelatedItems({ article }: Props) {
  const { say } = useWords()
  if (article.related.length === 0) return null
  return (
    <section class="listed">
      <h2>{say('article.moreAt', { source: article.source.name })}</h2>
      <ul class="related">
        {article.related.map((item) => (
          <li key={item.url}>
            <a href={item.url} rel="noreferrer noopener" dir="auto">
              {item.title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
