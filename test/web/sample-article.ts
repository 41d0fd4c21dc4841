/** The invented article behind one report, and the reports of one story, for tests of their pages. */
import type { ArticleView, ReportView, StoryCard, StoryView } from '../../src/server/api/contract.ts'
import { ago, outlets, sampleStories, topics } from './sample-news.ts'

const reports: readonly ReportView[] = [
  {
    entryId: 'strait-4',
    title: 'Both ministries confirm the text',
    language: 'en',
    at: ago(18),
    url: 'https://meridian.example/strait-text',
    source: outlets.meridian,
    added: 'Two convoys a day may pass from Thursday; inspectors of both countries go aboard together.',
    echoes: 11,
  },
  {
    entryId: 'strait-3',
    title: 'Talks run through the night; a draft on inspection leaks',
    language: 'en',
    at: ago(147),
    source: outlets.tidings,
    echoes: 4,
  },
  {
    entryId: 'strait-2',
    title: 'Getreideexporteure setzen Freitag als Frist',
    language: 'de',
    at: ago(1300),
    source: outlets.kurier,
    echoes: 2,
  },
  {
    entryId: 'strait-1',
    title: 'Second tug seized off Corran Light',
    language: 'en',
    at: ago(60 * 24 * 11),
    source: outlets.harbour,
    echoes: 0,
  },
]

export function sampleStory(card: StoryCard): StoryView {
  const own = card.id === 'strait' ? reports : [{ ...reports[0], entryId: `${card.id}-1`, title: card.headline }]
  // The first report stands in the array above.
  const timeline = own as readonly ReportView[]
  return {
    ...card,
    topics: card.topic === undefined ? [] : [card.topic, topics.corran, topics.insurance],
    keyPoints: [
      {
        text: 'Freight may pass from Thursday, two convoys a day under joint inspection.',
        sources: [outlets.meridian, outlets.tidings, outlets.harbour, outlets.kurier],
      },
      { text: 'Veyra lifts its levy on grain; Arden returns the two seized tugs.', sources: [outlets.harbour] },
      { text: 'Insurers wait for the first convoys before cutting rates.', sources: [outlets.kurier] },
    ],
    languages: ['en', 'de', 'ar'],
    lifeCycle: 'developing',
    timeline: [...timeline],
    coverage: timeline.map((report) => ({ source: report.source, reports: [report] })),
    related: sampleStories.slice(1, 4),
  }
}

export const sampleArticle: ArticleView = {
  entryId: 'strait-4',
  storyId: 'strait',
  title: 'What the strait agreement says, and what it leaves open',
  language: 'en',
  byline: 'Tomas Reyl',
  source: outlets.harbour,
  url: 'https://harbour.example/strait-agreement',
  publishedAt: ago(-16),
  readingMinutes: 5,
  topicLine: 'Arden–Veyra relations',
  topics: [topics.strait, topics.corran],
  entities: [{ id: 'place:corran', name: 'Corran', kind: 'place', aliases: ['the strait'], salience: 0.6 }],
  image: {
    url: 'https://pictures.example/7.png',
    width: 480,
    height: 300,
    caption: 'Freighters at anchor below the Corran cliffs on Sunday.',
    credit: 'Ines Valdry / Harbour Press',
  },
  keyPoints: ['Inspection is joint, but only by day.', 'Nothing is said about fishing.'],
  videos: [
    {
      url: 'https://harbour.example/video/pilot-station',
      title: 'Inside the pilot station that kept the strait open at night',
      durationSeconds: 273,
      image: { url: 'https://pictures.example/8.png' },
    },
  ],
  html: `<p>The agreement signed on Monday runs to four pages, and most of its words are about who may board a ship, in what order, and under whose flag. It lets freight through from Thursday. It does not say for how long.</p>
<p>Under the text, inspectors of <a href="https://harbour.example/inspectors">both countries</a> go aboard together at two anchorages, by day, and must release a ship within six hours or give a reason in writing.</p>
<h2>What is missing</h2>
<figure><img src="https://pictures.example/9.png" alt="The light at dusk" width="480" height="300"><figcaption>The light at dusk.</figcaption></figure>
<blockquote><p>A second paper would follow, the crews were told.</p></blockquote>
<p>What it leaves open is longer. The fishing grounds east of the light are not named, and crews who lost a season were told on Monday that <em>a second paper</em> would follow.</p>`,
  commentCount: 6,
  commentsUrl: 'https://harbour.example/strait-agreement#comments',
  edits: [],
  related: [{ url: 'https://harbour.example/tugs', title: 'The two tugs, and the men who waited aboard' }],
  saved: false,
  highlights: [],
}
