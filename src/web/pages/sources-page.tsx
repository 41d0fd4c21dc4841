/** Where articles come from: add, see how each one does in words, read again, remove. */
import type { AddedSources, SourceView } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { sourceLink } from '../links.ts'
import { OutletMark } from '../outlets.tsx'
import { NameBar } from '../topbar.tsx'
import { age, counted, hostName, type Now } from '../words.ts'

type Props = {
  readonly sources: readonly SourceView[]
  /** What the last addition brought, where some of it failed. */
  readonly added?: AddedSources
  readonly now: Now
}

const groups = [
  { state: 'failing', name: 'Need a look' },
  { state: 'stopped', name: 'Stopped' },
  { state: 'pending', name: 'Being read for the first time' },
  { state: 'healthy', name: 'Doing well' },
] as const

export function SourcesPage({ sources, added, now }: Props) {
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1>Sources</h1>
        <p>{sources.length === 0 ? '' : summary(sources)}</p>
      </header>
      {added === undefined ? null : <AddedReport added={added} />}
      <AddForms back="/sources" />
      {groups.map(({ state, name }) => {
        const members = sources.filter((source) => source.state === state)
        if (members.length === 0) return null
        return (
          <section key={state} class="listed" aria-label={name}>
            <h2>
              {name} <span class="faint">{members.length}</span>
            </h2>
            <ul class="sources">
              {members.map((source) => (
                <SourceRow key={source.id} source={source} now={now} />
              ))}
            </ul>
          </section>
        )
      })}
      {sources.length === 0 ? (
        <section class="blank">
          <h2>No sources yet.</h2>
          <p>Paste the address of a newspaper, a magazine or a blog above, or start from the catalogue.</p>
          <a class="pill ghost" href="/start">
            Open the catalogue
          </a>
        </section>
      ) : (
        <ActionForm action="refresh" back="/sources" class="list-end">
          <button type="submit" class="pill ghost">
            Read all sources now
          </button>
        </ActionForm>
      )}
    </>
  )
}

/** The two ways to bring sources; also part of the first run. */
export function AddForms({ back }: { readonly back: string }) {
  return (
    <section class="add-sources" aria-label="Add sources">
      <ActionForm action="add-sources" back={back} class="add-url">
        <label for="urls">Address of a site or a feed; several in lines</label>
        <div class="field-row">
          <textarea
            id="urls"
            name="urls"
            rows={1}
            required
            maxLength={20_000}
            placeholder="https://example.org"
            spellcheck={false}
            autocapitalize="off"
          />
          <button type="submit" class="pill">
            Add
          </button>
        </div>
      </ActionForm>
      <ActionForm action="add-opml" back={back} class="add-file" multipart>
        <label for="opml">A list from another reader (OPML)</label>
        <div class="field-row">
          <input id="opml" type="file" name="opml" accept=".opml,.xml,text/xml,text/x-opml" required />
          <button type="submit" class="pill ghost">
            Upload
          </button>
        </div>
      </ActionForm>
    </section>
  )
}

function AddedReport({ added }: { readonly added: AddedSources }) {
  return (
    <section class="notice tall" role="status">
      <p>{addedWords(added)}</p>
      <ul>
        {added.problems.slice(0, 20).map((problem) => (
          <li key={problem.url}>
            <b dir="ltr">{problem.url}</b> {problem.message}
          </li>
        ))}
      </ul>
    </section>
  )
}

function addedWords({ added, knownCount, problems }: AddedSources): string {
  const parts = [
    added.length > 0 ? `${counted(added.length, 'source')} added` : '',
    knownCount > 0 ? `${knownCount} there before` : '',
    problems.length > 0 ? `${problems.length} could not be added` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'There was nothing to add.' : `${parts.join(', ')}.`
}

function SourceRow({ source, now }: { readonly source: SourceView; readonly now: Now }) {
  return (
    <li>
      <OutletMark source={source} />
      <div class="source-words">
        <p class="source-name">
          <a href={sourceLink(source.id)} dir="auto">
            {source.name}
          </a>
          <span class="faint" dir="ltr">
            {hostName(source.siteUrl ?? source.url)}
          </span>
        </p>
        <p class={source.state === 'failing' || source.state === 'stopped' ? 'health bad' : 'health'}>
          {source.health}
        </p>
        <p class="faint">
          {counted(source.entryCount, 'report')}
          {source.entriesPerDay > 0 ? ` · ${perDay(source.entriesPerDay)}` : ''}
          {source.fetchedAt === undefined ? '' : ` · read ${agoOf(source.fetchedAt, now)}`}
        </p>
      </div>
      <div class="source-acts">
        <ActionForm action="refresh" body={{ id: source.id }} back="/sources">
          <button type="submit" class="text-button">
            Read now<span class="hidden-words"> {source.name}</span>
          </button>
        </ActionForm>
        <ActionForm action="remove-source" body={{ id: source.id, url: source.url }} back="/sources">
          <button type="submit" class="text-button quiet">
            Remove<span class="hidden-words"> {source.name}</span>
          </button>
        </ActionForm>
      </div>
    </li>
  )
}

function summary(sources: readonly SourceView[]): string {
  const failing = sources.filter((source) => source.state === 'failing').length
  return failing === 0 ? counted(sources.length, 'source') : `${counted(sources.length, 'source')}, ${failing} failing`
}

function perDay(rate: number): string {
  if (rate >= 1) return `${Math.round(rate)} a day`
  if (rate * 7 >= 1) return `${Math.round(rate * 7)} a week`
  return 'less than weekly'
}

function agoOf(at: string, now: Now): string {
  const words = age(at, now)
  return /^\d+ (min|h|days)$/.test(words) ? `${words} ago` : words
}
