/** For who runs the installation: what is here, what fails, and what people said of stories. */

import type { CorrectionView } from '../../server/api/contract/corrections.ts'
import type { EntityMergeView } from '../../server/api/contract/entities.ts'
import type { InstallationView, StatusView } from '../../server/api/contract/installation.ts'
import type { SourceView } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { Bars } from '../bars.tsx'
import { healthWords } from '../health-words.ts'
import { sourceLink } from '../links.ts'
import { OutletMark } from '../outlets.tsx'
import { BackBar } from '../topbar.tsx'
import { useWords } from '../words.ts'

type Props = {
  readonly status: StatusView
  readonly installation: InstallationView
  readonly sources: readonly SourceView[]
  readonly corrections: readonly CorrectionView[]
  readonly merges: readonly EntityMergeView[]
}

const back = '/operator'

export function OperatorPage({ status, installation, sources, corrections, merges }: Props) {
  const { say } = useWords()
  const failing = sources.filter(({ state }) => state === 'failing' || state === 'stopped')
  return (
    <>
      <BackBar />
      <header class="mast">
        <h1>{say('place.operator')}</h1>
        {failing.length === 0 && status.jobsFailed === 0 ? <p>{say('operator.all')}</p> : null}
      </header>
      <Counts status={status} />
      <Queues queues={installation.queues} />
      <Reading reading={installation.reading} />
      {failing.length === 0 ? null : <Failing sources={failing} />}
      <Failures failures={installation.failures} />
      <Corrections corrections={corrections} />
      <Names merges={merges} />
      <DiskAndModels installation={installation} />
    </>
  )
}

function Counts({ status }: Pick<Props, 'status'>) {
  const { say } = useWords()
  const rows = [
    [say('place.sources'), status.sources],
    [say('operator.sourcesFailing'), status.sourcesFailing],
    [say('operator.entries'), status.entries],
    [say('operator.articles'), status.articles],
    [say('operator.stories'), status.stories],
    [say('operator.readers'), status.readers],
    [say('operator.jobsWaiting'), status.jobsWaiting],
    [say('operator.jobsFailed'), status.jobsFailed],
  ] as const
  return <Figures title={say('operator.counts')} rows={rows} />
}

type FiguresProps = { readonly title: string; readonly rows: readonly (readonly [name: string, count: number])[] }

function Figures({ title, rows }: FiguresProps) {
  const { number } = useWords()
  return (
    <section class="listed">
      <h2>{title}</h2>
      <dl class="figures">
        {rows.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Queues({ queues }: Pick<InstallationView, 'queues'>) {
  const { say } = useWords()
  const names = ['sources', 'pages', 'understanding', 'stories', 'embeddings', 'descriptions'] as const
  const rows = names.map((name) => [say(`operator.queue.${name}`), queues[name]] as const)
  return <Figures title={say('operator.queues')} rows={rows} />
}

/** Whether pages hold what readers want, and whether it stands where they look first. */
function Reading({ reading: { days, places } }: { readonly reading: InstallationView['reading'] }) {
  const { say, number, date } = useWords()
  const opened = places.reduce((sum, part) => sum + part.opened, 0)
  if (opened === 0) return null
  const perPage = days.map(({ day, pages, opened: count }) => ({
    name: date(`${day}T12:00:00Z`),
    value: pages === 0 ? 0 : count / pages,
    words: say('operator.openedOf', { opened: number(count), pages: number(pages) }),
  }))
  return (
    <section class="listed" id="reading">
      <h2>{say('operator.reading')}</h2>
      <p class="quiet">{say('operator.perPage')}</p>
      <Bars bars={perPage} />
      <p class="quiet">{say('operator.places')}</p>
      <Bars
        whole={opened}
        bars={places.map(({ from, to, opened: count }) => ({
          name: say('operator.place', { from: number(from), to: number(to) }),
          value: count,
          words: say('operator.share', { percent: number(Math.round((100 * count) / opened)) }),
        }))}
      />
    </section>
  )
}

function Failures({ failures }: Pick<InstallationView, 'failures'>) {
  const { say, age } = useWords()
  if (failures.length === 0) return null
  return (
    <section class="listed" id="failures">
      <h2>{say('operator.failures')}</h2>
      <ul class="failures">
        {failures.map(({ task, error, at, attempts }) => (
          <li key={task + at}>
            <p>
              <b dir="ltr">{task}</b>{' '}
              <span class="faint">
                {say('count.tries', { count: attempts })} · {age(at)}
              </span>
            </p>
            <p class="health bad">
              <bdi>{error}</bdi>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function DiskAndModels({ installation: { disk, models } }: Pick<Props, 'installation'>) {
  const { say, moment, number, bytes } = useWords()
  return (
    <section class="listed" id="installation">
      <h2>{say('operator.disk')}</h2>
      <p class="quiet">{say('operator.database', { size: bytes(disk.databaseBytes) })}</p>
      <Bars bars={disk.tables.map((table) => ({ name: table.name, value: table.bytes, words: bytes(table.bytes) }))} />
      <h2>{say('operator.models')}</h2>
      <p class="quiet">
        {say('operator.embedding')} <b dir="ltr">{models.embedding}</b>
      </p>
      <p class="quiet">
        {models.ranking === undefined || models.ranking.signals === 0
          ? say('operator.notLearned')
          : say('operator.learned', {
              number: number(models.ranking.signals),
              time: moment(models.ranking.learnedAt),
            })}
      </p>
    </section>
  )
}

function Failing({ sources }: Pick<Props, 'sources'>) {
  const words = useWords()
  const { say } = words
  return (
    <section class="listed">
      <h2>{say('sources.failing')}</h2>
      <ul class="sources">
        {sources.map((source) => (
          <li key={source.id}>
            <OutletMark source={source} />
            <div class="source-words">
              <p class="source-name">
                <a href={sourceLink(source.id)} dir="auto">
                  {source.name}
                </a>
              </p>
              <p class="health bad">
                <bdi>{healthWords(words, source)}</bdi>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Corrections({ corrections }: Pick<Props, 'corrections'>) {
  const { say, age } = useWords()
  return (
    <section class="listed" id="corrections">
      <h2>{say('operator.corrections')}</h2>
      {corrections.length === 0 ? <p class="quiet">{say('operator.noCorrections')}</p> : null}
      <ul class="rows">
        {corrections.map((correction) => (
          <li key={correction.id}>
            <Titles titles={correction.titles} />
            <span class="faint">
              {say(`operator.${correction.kind}`)} · {say(standing(correction))} · {age(correction.at)}
            </span>
            {correction.undone ? null : (
              <ActionForm action="undo-correction" body={{ id: correction.id }} back="/operator#corrections">
                <button type="submit" class="text-button quiet">
                  {say('action.undo')}
                  <span class="hidden-words"> {correction.titles[0]}</span>
                </button>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      <MergeForm
        action="correct"
        id="merge"
        words={say('operator.merge')}
        names={['story', 'other']}
        shape="…/story/…"
      />
    </section>
  )
}

/** What a correction is told by: one report of each side stands first. */
const titlesShown = 2

function Titles({ titles }: Pick<CorrectionView, 'titles'>) {
  const { number } = useWords()
  const more = titles.length - titlesShown
  return (
    <span dir="auto">
      {titles.slice(0, titlesShown).join(' · ')}
      {more > 0 ? <span class="faint"> +{number(more)}</span> : null}
    </span>
  )
}

type MergeFormProps = {
  readonly action: 'correct' | 'merge-names'
  readonly id: string
  readonly words: string
  readonly names: readonly [string, string]
  /** Of the addresses that are asked for. */
  readonly shape: string
}

/** Two things are put together, each named by the address of its page. */
function MergeForm({ action, id, words, names, shape }: MergeFormProps) {
  const { say } = useWords()
  return (
    <ActionForm action={action} back={back} class="merge-form">
      <p id={id}>{words}</p>
      <div class="field-row">
        {names.map((name) => (
          <input key={name} name={name} required aria-labelledby={id} placeholder={shape} dir="ltr" />
        ))}
        <button type="submit" class="pill ghost">
          {say('operator.mergeThem')}
        </button>
      </div>
    </ActionForm>
  )
}

const mergesShown = 200

/** People, places and organisations that go by two names. */
function Names({ merges }: Pick<Props, 'merges'>) {
  const { say, age } = useWords()
  return (
    <section class="listed" id="names">
      <h2>{say('operator.names')}</h2>
      {merges.length === 0 ? <p class="quiet">{say('operator.noNames')}</p> : null}
      <ul class="rows">
        {merges
          .slice(-mergesShown)
          .toReversed()
          .map(({ aliasId, aliasName, name, at }) => (
            <li key={aliasId}>
              <span>
                <bdi>{aliasName}</bdi> = <bdi>{name}</bdi>
              </span>
              <span class="faint">{age(at)}</span>
              <ActionForm action="separate-names" body={{ id: aliasId }} back="/operator#names">
                <button type="submit" class="text-button quiet">
                  {say('action.undo')}
                  <span class="hidden-words"> {aliasName}</span>
                </button>
              </ActionForm>
            </li>
          ))}
      </ul>
      <MergeForm
        action="merge-names"
        id="merge-names"
        words={say('operator.mergeNames')}
        names={['alias', 'entity']}
        shape="…/topic/…"
      />
    </section>
  )
}

function standing({ undone, holds }: CorrectionView) {
  return undone ? 'operator.takenBack' : holds ? 'operator.holds' : 'operator.waits'
}
