/** What the reader saved, the newest save first, sorted by labels of their own. */

import { labelLimits, type SavedCard } from '../../server/api/contract/kept.ts'
import { ActionForm } from '../action-form.tsx'
import { Blank } from '../blank.tsx'
import { Quotes } from '../quotes.tsx'
import { known, StoryCard } from '../story-card.tsx'
import { NameBar } from '../topbar.tsx'
import { useWords } from '../words.ts'

type Props = {
  readonly stories: readonly SavedCard[]
  /** Only those with this one. */
  readonly label?: string
}

export function SavedPage({ stories, label }: Props) {
  const { say } = useWords()
  const shown = label === undefined ? stories : stories.filter(({ labels }) => labels.includes(label))
  const back = label === undefined ? '/saved' : labelLink(label)
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1>{say('place.saved')}</h1>
        <p>{shown.length === 0 ? '' : say('count.stories', { count: shown.length })}</p>
      </header>
      <Labels stories={stories} {...(label === undefined ? {} : { label })} />
      <div class="cards">
        {shown.map((card) => (
          <StoryCard
            key={card.id}
            card={card}
            back={back}
            look="row"
            foot={
              <div class="kept-with">
                <Quotes
                  highlights={card.highlights}
                  language={known(card.language)}
                  back={`${back}#story-${card.id}`}
                />
                <LabelForm card={card} back={back} suggested={labelsOf(stories)} />
              </div>
            }
          />
        ))}
      </div>
      {shown.length === 0 ? (
        <Blank title={say('saved.none')} text={say('saved.keeps')} way={{ to: '/', label: say('action.toPage') }} />
      ) : null}
    </>
  )
}

function Labels({ stories, label }: Props) {
  const { say, number } = useWords()
  const all = labelsOf(stories)
  if (all.length === 0) return null
  return (
    <nav class="labels" aria-label={say('saved.labels')}>
      <a href="/saved" aria-current={label === undefined ? 'true' : undefined}>
        {say('saved.all')}
      </a>
      {all.map((one) => (
        <a key={one} href={labelLink(one)} aria-current={one === label ? 'true' : undefined}>
          <bdi>{one}</bdi> <span>{number(stories.filter(({ labels }) => labels.includes(one)).length)}</span>
        </a>
      ))}
    </nav>
  )
}

type FormProps = { readonly card: SavedCard; readonly back: string; readonly suggested: readonly string[] }

/** A line of labels that opens into a field for them. */
function LabelForm({ card, back, suggested }: FormProps) {
  const { say } = useWords()
  const list = `labels-${card.id}`
  return (
    <details class="label-line">
      <summary class="text-button quiet">
        {card.labels.length === 0 ? say('saved.addLabel') : null}
        {card.labels.map((label) => (
          <bdi key={label} class="label-mark">
            {label}
          </bdi>
        ))}
        <span class="hidden-words">
          {say('saved.labels')}: {card.headline}
        </span>
      </summary>
      <ActionForm action="label" body={{ id: card.id }} back={`${back}#story-${card.id}`} class="field-row">
        <input
          name="labels"
          value={card.labels.join(', ')}
          list={list}
          maxLength={labelLimits.perStory * labelLimits.length}
          placeholder={say('saved.labelExample')}
          aria-label={say('saved.labels')}
          dir="auto"
        />
        <datalist id={list}>
          {suggested.map((label) => (
            <option key={label} value={label} />
          ))}
        </datalist>
        <button type="submit" class="pill ghost">
          {say('action.apply')}
        </button>
      </ActionForm>
    </details>
  )
}

function labelsOf(stories: readonly SavedCard[]): string[] {
  return [...new Set(stories.flatMap(({ labels }) => labels))].toSorted((one, other) => one.localeCompare(other))
}

function labelLink(label: string): string {
  return `/saved?label=${encodeURIComponent(label)}`
}
