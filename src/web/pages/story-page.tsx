/** One story: what is known, how it unfolded, who reports it. */
import type { ReportView, StoryView } from '../../server/api/contract.ts'
import { FollowButton } from '../follow-button.tsx'
import { articleLink, storyLink, topicLink } from '../links.ts'
import { OutletMark, Outlets } from '../outlets.tsx'
import { Picture } from '../picture.tsx'
import { Pulse } from '../pulse.tsx'
import { SaveButton } from '../save-button.tsx'
import { Kicker, known } from '../story-card.tsx'
import { BackBar } from '../topbar.tsx'
import { Reasons } from '../why.tsx'
import { age, counted, languageName, listed, type Now, stamp } from '../words.ts'

type Props = { readonly story: StoryView; readonly now: Now }

export function StoryPage({ story, now }: Props) {
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
        <span>{sizeOf(story)}</span>
        <Pulse counts={story.pulse} newest={story.pulseNew} />
        <time class="when" dateTime={story.latestAt}>
          {age(story.latestAt, now)}
        </time>
      </div>
      <div class="buttons">
        {main === undefined ? null : <FollowButton topic={main} back={back} look="pill" />}
        <SaveButton look="pill" storyId={story.id} saved={story.saved} back={back} />
      </div>
      <Picture image={story.image} />
      <KeyPoints story={story} />
      <Timeline reports={story.timeline} now={now} />
      <Coverage story={story} now={now} />
    </article>
  )
}

export function StoryRail({ story, now }: Props) {
  const back = storyLink(story.id)
  return (
    <>
      {story.topics.length === 0 ? null : (
        <section>
          <h2>Topics in this story</h2>
          <ul class="rows">
            {story.topics.map((topic) => (
              <li key={topic.id}>
                <a href={topicLink(topic.id)} dir="auto">
                  {topic.label}
                </a>
                <FollowButton topic={topic} back={back} look="text" />
              </li>
            ))}
          </ul>
        </section>
      )}
      {story.reasons.length === 0 ? null : (
        <section class="rail-reasons">
          <Reasons reasons={story.reasons} back={back} />
        </section>
      )}
      {story.related.length === 0 ? null : (
        <section>
          <h2>Related</h2>
          <ul class="related">
            {story.related.map((card) => (
              <li key={card.id}>
                <a href={storyLink(card.id)} lang={known(card.language)} dir="auto">
                  {card.headline}
                </a>
                <p>
                  {counted(card.sourceCount, 'source')} · {age(card.latestAt, now)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function sizeOf(story: StoryView): string {
  const parts = [counted(story.sourceCount, 'source'), counted(story.entryCount, 'report')]
  if (story.languages.length > 1) parts.push(counted(story.languages.length, 'language'))
  return parts.join(' · ')
}

function KeyPoints({ story }: { readonly story: StoryView }) {
  if (story.keyPoints.length === 0) return null
  return (
    <section class="points">
      <h2>Key points</h2>
      <ul>
        {story.keyPoints.map((point) => (
          <li key={point.text} dir="auto">
            {point.text}{' '}
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

function Timeline({ reports, now }: { readonly reports: readonly ReportView[]; readonly now: Now }) {
  const first = reports.at(-1)
  return (
    <section class="timeline">
      <h2>How it unfolded</h2>
      <ol>
        {reports.map((report) => (
          <li key={report.entryId}>
            <time dateTime={report.at}>{stamp(report.at, now)}</time>
            <p class="report-title" lang={known(report.language)} dir="auto">
              <a href={articleLink(report.entryId)}>{report.title}</a>
            </p>
            {report.added === undefined || report.added === report.title ? null : (
              <p class="added" lang={known(report.language)} dir="auto">
                {report.added}
              </p>
            )}
            <p class="by-whom">
              {report.source.name}
              {report === first ? ' · first to report' : ''}
              <InLanguage report={report} />
              {report.echoes > 0 ? <span class="faint"> · {counted(report.echoes, 'outlet')} since</span> : null}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Coverage({ story, now }: Props) {
  if (story.coverage.length < 2) return null
  return (
    <section class="coverage-list">
      <h2>Who reports it</h2>
      <ul>
        {story.coverage.map(({ source, reports }) => (
          <li key={source.id}>
            <OutletMark source={source} />
            <div>
              <p class="outlet-name">
                {source.name}
                {reports.length > 1 ? <span class="faint"> · {counted(reports.length, 'report')}</span> : null}
              </p>
              {reports.slice(0, 3).map((report) => (
                <p key={report.entryId} class="outlet-report" lang={known(report.language)} dir="auto">
                  <a href={articleLink(report.entryId)}>{report.title}</a>{' '}
                  <time dateTime={report.at}>{age(report.at, now)}</time>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Said only where it isn't the language of the interface. */
function InLanguage({ report }: { readonly report: ReportView }) {
  const name = report.language.startsWith('en') ? undefined : languageName(report.language)
  return name === undefined ? null : <>, in {name}</>
}
