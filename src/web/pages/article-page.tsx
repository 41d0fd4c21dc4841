/** The reader view of one report: the publisher's text and media, and the way to the publisher. */
import type { ArticleView } from '../../server/api/contract.ts'
import { FollowButton } from '../follow-button.tsx'
import { Icon } from '../icon.tsx'
import { articleLink, storyLink, topicLink } from '../links.ts'
import { Picture } from '../picture.tsx'
import { SaveButton } from '../save-button.tsx'
import { known } from '../story-card.tsx'
import { counted, duration, moment, type Now } from '../words.ts'

type Props = { readonly article: ArticleView; readonly now: Now }

export function ArticlePage({ article, now }: Props) {
  const back = articleLink(article.entryId)
  const language = known(article.language)
  return (
    <article class="read" data-story={article.storyId} data-reading>
      <ReadBar article={article} />
      <ArticleKicker article={article} />
      <h1 lang={language} dir="auto">
        {article.title}
      </h1>
      <Byline article={article} now={now} />
      <Picture image={article.image} />
      {article.keyPoints.length === 0 ? null : (
        <section class="points box" aria-label="Key points">
          <ul lang={language}>
            {article.keyPoints.map((point) => (
              <li key={point} dir="auto">
                {point}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Barrier article={article} />
      {article.html === '' ? null : (
        // Sanitised when it was stored; the policy forbids scripts and foreign files besides.
        <div class="body" lang={language} dir="auto" dangerouslySetInnerHTML={{ __html: article.html }} />
      )}
      <Videos article={article} />
      <Foot article={article} />
      <Topics article={article} back={back} />
      <RelatedItems article={article} />
    </article>
  )
}

function ReadBar({ article }: Pick<Props, 'article'>) {
  return (
    <div class="topbar always">
      <a class="back-link" href={article.storyId === undefined ? '/' : storyLink(article.storyId)}>
        <Icon name="back" />
        {article.storyId === undefined ? 'Your page' : 'The whole story'}
      </a>
      <span class="topbar-tools">
        {/* Shown by the script, which remembers the choice. */}
        <button type="button" class="act" data-text-size aria-label="Text size" title="Text size" hidden>
          <Icon name="letters" />
        </button>
        {article.storyId === undefined ? null : (
          <SaveButton look="icon" storyId={article.storyId} saved={article.saved} back={articleLink(article.entryId)} />
        )}
        {article.url === undefined ? null : (
          <a class="act" href={article.url} rel="noreferrer noopener" aria-label={`Read at ${article.source.name}`}>
            <Icon name="out" />
          </a>
        )}
      </span>
    </div>
  )
}

function ArticleKicker({ article }: Pick<Props, 'article'>) {
  const [topic] = article.topics
  const line = article.topicLine ?? topic?.label
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

function Byline({ article, now }: Props) {
  return (
    <p class="by">
      {article.byline === undefined ? null : (
        <>
          By <b dir="auto">{article.byline}</b> ·{' '}
        </>
      )}
      <span dir="auto">{article.source.name}</span>
      {article.publishedAt === undefined ? null : (
        <>
          {' · '}
          <time dateTime={article.publishedAt}>{moment(article.publishedAt, now)}</time>
        </>
      )}
      {article.readingMinutes > 0 ? ` · ${article.readingMinutes} min` : ''}
    </p>
  )
}

function Barrier({ article }: Pick<Props, 'article'>) {
  if (article.barrier === undefined && article.html !== '') return null
  const words =
    article.barrier === 'paywall'
      ? `${article.source.name} shows the whole text to its subscribers.`
      : article.barrier === 'challenge'
        ? `${article.source.name} asked for proof that a person is reading, so the text could not be fetched.`
        : `Only the headline of this report is here; ${article.source.name} has the text.`
  return <p class="barrier">{words}</p>
}

function Videos({ article }: Pick<Props, 'article'>) {
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
            {video.durationSeconds === undefined ? 'Video' : duration(video.durationSeconds)}
          </span>
          <b dir="auto">{video.title ?? `Video at ${article.source.name}`}</b>
        </a>
      ))}
    </>
  )
}

function Foot({ article }: Pick<Props, 'article'>) {
  return (
    <footer class="foot" data-read-end>
      {article.url === undefined ? null : (
        <a class="pill ghost" href={article.url} rel="noreferrer noopener" data-original>
          Read at {article.source.name}
        </a>
      )}
      {article.commentCount === undefined ? null : (
        <a class="quiet" href={article.commentsUrl ?? article.url} rel="noreferrer noopener">
          {counted(article.commentCount, 'comment')} there
        </a>
      )}
    </footer>
  )
}

function Topics({ article, back }: Pick<Props, 'article'> & { readonly back: string }) {
  if (article.topics.length === 0) return null
  return (
    <section class="listed">
      <h2>Topics to follow</h2>
      <ul class="rows">
        {article.topics.map((topic) => (
          <li key={topic.id}>
            <a href={topicLink(topic.id)} dir="auto">
              {topic.label}
            </a>
            <FollowButton topic={topic} back={back} look="text" />
          </li>
        ))}
      </ul>
    </section>
  )
}

function RelatedItems({ article }: Pick<Props, 'article'>) {
  if (article.related.length === 0) return null
  return (
    <section class="listed">
      <h2>More at {article.source.name}</h2>
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
