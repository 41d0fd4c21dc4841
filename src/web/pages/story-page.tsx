/** One story: what is known, how it unfolded, who reports it. */
import type { ReportView, StoryView } from '../../server/api/contract.ts'
import { ActionButtons, ActionForm } from '../action-form.tsx'
import { FollowButton } from '../follow-button.tsx'
import { Icon } from '../icon.tsx'
import { articleLink, storyLink } from '../links.ts'
import { OutletMark, Outlets } from '../outlets.tsx'
import { Picture } from '../picture.tsx'
import { Pulse } from '../pulse.tsx'
import { SaveButton } from '../save-button.tsx'
import { Kicker, known } from '../story-card.tsx'
import { BackBar } from '../topbar.tsx'
import { TopicRows } from '../topic-rows.tsx'
import { Reasons } from '../why.tsx'
import { useWords, type Words } from '../words.ts'

type Props = { readonly story: StoryView }

export function StoryPage({ story }: Props) {
  const words = useWords()
  const back = storyLink(story.id)
  const main = story.topics[0] ?? story.topic
  return (
    <article class="story" data-story={story.id} data-reading>
      <BackBar />
      <Kicker card={story} />
      <h1 lang={known(story.language)} dir="auto">
        {story.headline}
      </h1>
      <div class="meta">
        <Outlets sources={story.sources} shown={6} />
        <span>{sizeOf(story, words)}</span>
        <Pulse counts={story.pulse} newest={story.pulseNew} />
        <time class="when" dateTime={story.latestAt}>
          {words.age(story.latestAt)}
        </time>
      </div>
      <div class="buttons">
        {main === undefined ? null : <FollowButton topic={main} back={back} look="pill" />}
        <button type="button" class="pill ghost" data-share="" hidden>
          <Icon name="share" />
          {words.say('action.share')}
        </button>
        <SaveButton look="pill" storyId={story.id} saved={story.saved} back={back} />
      </div>
      <Picture image={story.image} />
      <KeyPoints story={story} />
      <Timeline story={story} />
      <Coverage story={story} />
    </article>
  )
}

export function StoryRail({ story }: Props) {
  const { say, age } = useWords()
  const back = storyLink(story.id)
  return (
    <>
      {story.topics.length === 0 ? null : (
        <section>
          <h2>{say('story.topics')}</h2>
          <TopicRows topics={story.topics} back={back} />
        </section>
      )}
      {story.reasons.length === 0 ? null : (
        <section class="rail-reasons">
          <ActionButtons back={back}>
            <Reasons reasons={story.reasons} />
          </ActionButtons>
        </section>
      )}
      {story.related.length === 0 ? null : (
        <section>
          <h2>{say('story.related')}</h2>
          <ul class="related">
            {story.related.map((card) => (
              <li key={card.id}>
                <a href={storyLink(card.id)} lang={known(card.language)} dir="auto">
                  {card.headline}
                </a>
                <p>
                  {say('count.sources', { count: card.sourceCount })} · {age(card.latestAt)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function sizeOf(story: StoryView, { say }: Words): string {
  const parts = [say('count.sources', { count: story.sourceCount }), say('count.reports', { count: story.entryCount })]
  if (story.languages.length > 1) parts.push(say('count.languages', { count: story.languages.length }))
  return parts.join(' · ')
}

function KeyPoints({ story }: Props) {
  const { say, listed } = useWords()
  if (story.keyPoints.length === 0) return null
  return (
    <section class="points">
      <h2>{say('story.keyPoints')}</h2>
      <ul>
        {story.keyPoints.map((point) => (
          <li key={point.text}>
            <bdi>{point.text}</bdi>{' '}
            <cite>
              {listed(
                point.sources.map((source) => source.name),
                2,
              )}
            </cite>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Timeline({ story }: Props) {
  const { say, stamp } = useWords()
  const reports = story.timeline
  const first = reports.at(-1)
  return (
    <section class="timeline">
      <h2>{say('story.unfolded')}</h2>
      <ol>
        {reports.map((report) => (
          <li key={report.entryId}>
            <time dateTime={report.at}>{stamp(report.at)}</time>
            <p class="report-title" lang={known(report.language)} dir="auto">
              <a href={articleLink(report.entryId)}>{report.title}</a>
            </p>
            {report.added === undefined || report.added === report.title ? null : (
              <p class="added" lang={known(report.language)} dir="auto">
                {report.added}
              </p>
            )}
            <div class="report-foot">
              <p class="by-whom">
                <bdi>{report.source.name}</bdi>
                {report === first ? ` · ${say('story.first')}` : ''}
                <InLanguage report={report} />
                {report.echoes > 0 ? (
                  <>
                    {' · '}
                    <span class="faint">{say('count.echoes', { count: report.echoes })}</span>
                  </>
                ) : null}
              </p>
              {reports.length > 1 ? <NotSame story={story} report={report} /> : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Coverage({ story }: Props) {
  const { say, age, direction } = useWords()
  if (story.coverage.length < 2) return null
  return (
    <section class="coverage-list">
      <h2>{say('story.whoReports')}</h2>
      <ul>
        {story.coverage.map(({ source, reports }) => (
          <li key={source.id}>
            <OutletMark source={source} />
            <div>
              <p class="outlet-name">
                <bdi>{source.name}</bdi>
                {reports.length > 1 ? (
                  <span class="faint"> · {say('count.reports', { count: reports.length })}</span>
                ) : null}
              </p>
              {reports.slice(0, 3).map((report) => (
                <p key={report.entryId} class="outlet-report" lang={known(report.language)} dir="auto">
                  <a href={articleLink(report.entryId)}>{report.title}</a>{' '}
                  <time dateTime={report.at} dir={direction}>
                    {age(report.at)}
                  </time>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A quiet way to say that a report tells of something else. */
function NotSame({ story, report }: Props & { readonly report: ReportView }) {
  const { say } = useWords()
  return (
    <ActionForm
      action="correct"
      body={{ kind: 'apart', storyId: story.id, entryIds: [report.entryId] }}
      back={storyLink(story.id)}
      class="not-same"
    >
      <button type="submit" class="text-button quiet">
        {say('story.notSame')}
        <span class="hidden-words"> {report.title}</span>
      </button>
    </ActionForm>
  )
}

/** Said only where it isn't the language of the interface. */
function InLanguage({ report }: { readonly report: ReportView }) {
  const { say, language, languageName } = useWords()
  const name = report.language.startsWith(language) ? undefined : languageName(report.language)
  return name === undefined ? null : <> · {say('story.inLanguage', { language: name })}</>
}
