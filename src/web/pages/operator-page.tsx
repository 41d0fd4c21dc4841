/** For who runs the installation: what is here, what fails, and what people said of stories. */

import type { CorrectionView } from '../../server/api/contract/corrections.ts'
import type { SourceView, StatusView } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { sourceLink } from '../links.ts'
import { OutletMark } from '../outlets.tsx'
import { BackBar } from '../topbar.tsx'
import { useWords } from '../words.ts'

type Props = {
  readonly status: StatusView
  readonly sources: readonly SourceView[]
  readonly corrections: readonly CorrectionView[]
}

const back = '/operator'

export function OperatorPage({ status, sources, corrections }: Props) {
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
      {failing.length === 0 ? null : <Failing sources={failing} />}
      <Corrections corrections={corrections} />
    </>
  )
}

function Counts({ status }: Pick<Props, 'status'>) {
  const { say, number } = useWords()
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
  return (
    <section class="listed">
      <h2>{say('operator.counts')}</h2>
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

function Failing({ sources }: Pick<Props, 'sources'>) {
  const { say } = useWords()
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
              <p class="health bad">{source.health}</p>
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
            <span dir="auto">{correction.titles.join(' · ')}</span>
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
      <ActionForm action="correct" back={back} class="merge-form">
        <p id="merge">{say('operator.merge')}</p>
        <div class="field-row">
          <input name="story" required aria-labelledby="merge" placeholder="…/story/…" dir="ltr" />
          <input name="other" required aria-labelledby="merge" placeholder="…/story/…" dir="ltr" />
          <button type="submit" class="pill ghost">
            {say('operator.mergeThem')}
          </button>
        </div>
      </ActionForm>
    </section>
  )
}

function standing({ undone, holds }: CorrectionView) {
  return undone ? 'operator.takenBack' : holds ? 'operator.holds' : 'operator.waits'
}
