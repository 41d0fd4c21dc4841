/** Where articles come from: add, see how each one does in words, read again, set, remove. */

import { Fragment } from 'preact'
import type { AddedSources, SourceView } from '../../server/api/contract.ts'
import { ActionForm } from '../action-form.tsx'
import { Blank } from '../blank.tsx'
import { healthWords, sourceProblemWords } from '../health-words.ts'
import { sourceLink } from '../links.ts'
import { OutletMark } from '../outlets.tsx'
import { folderOf, SourceSettings } from '../source-settings.tsx'
import { NameBar } from '../topbar.tsx'
import { hostName, useWords, type Words } from '../words.ts'

type Props = {
  readonly sources: readonly SourceView[]
  /** What the last addition brought, where some of it failed. */
  readonly added?: AddedSources
  /** Words that names and addresses are looked through for. */
  readonly find?: string
  /** Who asks may set and remove sources. */
  readonly mayEdit: boolean
}

/** More of a kind are found by their names: a page of thousands of rows serves nobody. */
const shownMax = 100
/** Fewer are seen at a glance. */
const findFrom = 20

const groups = ['failing', 'stopped', 'pending', 'healthy'] as const

export function SourcesPage({ sources, added, find = '', mayEdit }: Props) {
  const words = useWords()
  const { say, number } = words
  return (
    <>
      <NameBar />
      <header class="mast">
        <h1>{say('place.sources')}</h1>
        <p>{sources.length === 0 ? '' : summary(sources, words)}</p>
      </header>
      {added === undefined ? null : <AddedReport added={added} />}
      <AddForms back="/sources" hasSources={sources.length > 0} />
      {sources.length < findFrom ? null : <Find words={find} />}
      {groups.map((state) => {
        const members = sources.filter((source) => source.state === state && isFound(source, find))
        if (members.length === 0) return null
        const more = members.length - shownMax
        return (
          <section key={state} class="listed" aria-label={say(`sources.${state}`)}>
            <h2>
              {say(`sources.${state}`)} <span class="faint">{number(members.length)}</span>
            </h2>
            <Folders sources={members.slice(0, shownMax)} mayEdit={mayEdit} />
            {more > 0 ? <p class="quiet">{say('sources.more', { count: more })}</p> : null}
          </section>
        )
      })}
      {sources.length === 0 ? <NoSources /> : <ListEnd />}
    </>
  )
}

function isFound(source: SourceView, find: string): boolean {
  if (find === '') return true
  const words = find.toLowerCase()
  return [source.name, source.url, source.siteUrl ?? '', folderOf(source)].some((text) =>
    text.toLowerCase().includes(words),
  )
}

function Find({ words }: { readonly words: string }) {
  const { say } = useWords()
  return (
    <search>
      <form action="/sources" class="field-row find-source">
        <input
          type="search"
          name="find"
          value={words}
          maxLength={200}
          aria-label={say('sources.find')}
          placeholder={say('sources.find')}
          dir="auto"
        />
        <button type="submit" class="pill ghost">
          {say('action.show')}
        </button>
      </form>
    </search>
  )
}

function NoSources() {
  const { say } = useWords()
  return (
    <Blank
      title={say('sources.none')}
      text={say('sources.paste')}
      way={{ to: '/start', label: say('sources.catalogue') }}
    />
  )
}

function ListEnd() {
  const { say } = useWords()
  return (
    <div class="list-end">
      <div class="buttons">
        <ActionForm action="refresh" back="/sources">
          <button type="submit" class="pill ghost">
            {say('sources.readAll')}
          </button>
        </ActionForm>
        <a class="pill ghost" href="/api/v1/sources/opml" download>
          {say('sources.download')}
        </a>
      </div>
    </div>
  )
}

type FoldersProps = Pick<Props, 'sources' | 'mayEdit'>

/** By folder where there are any, those in none first. */
function Folders({ sources, mayEdit }: FoldersProps) {
  const folders = [...new Set(sources.map(folderOf))].toSorted((one, other) => one.localeCompare(other))
  return folders.map((folder) => (
    <Fragment key={folder}>
      {folder === '' ? null : (
        <h3 class="folder">
          <bdi>{folder}</bdi>
        </h3>
      )}
      <ul class="sources">
        {sources
          .filter((source) => folderOf(source) === folder)
          .map((source) => (
            <SourceRow key={source.id} source={source} mayEdit={mayEdit} />
          ))}
      </ul>
    </Fragment>
  ))
}

/** The ways to bring sources. Who has none is led to the catalogue further down. */
function AddForms({ back, hasSources }: { readonly back: string; readonly hasSources: boolean }) {
  const { say } = useWords()
  return (
    <section class="add-sources" aria-label={say('sources.add')}>
      <ActionForm action="add-sources" back={back} class="add-url">
        <label for="urls">{say('sources.address')}</label>
        <div class="field-row">
          <textarea
            id="urls"
            name="urls"
            rows={1}
            required
            maxLength={20_000}
            placeholder="https://example.org"
            dir="ltr"
            spellcheck={false}
            autocapitalize="off"
          />
          <button type="submit" class="pill">
            {say('action.add')}
          </button>
        </div>
      </ActionForm>
      <ActionForm action="add-opml" back={back} class="add-file" multipart>
        <label for="opml">
          {say('sources.list')} <DropHint />
        </label>
        <div class="field-row">
          <input id="opml" type="file" name="opml" accept=".opml,.xml,text/xml,text/x-opml" required />
          <button type="submit" class="pill ghost">
            {say('sources.upload')}
          </button>
        </div>
      </ActionForm>
      {hasSources ? (
        <p>
          <a class="text-button" href="/start">
            {say('sources.catalogue')}
          </a>
        </p>
      ) : null}
    </section>
  )
}

/** Shown by the script where something can be dropped. */
export function DropHint() {
  const { say } = useWords()
  return (
    <span data-drop class="drop-hint" hidden>
      {say('sources.drop')}
    </span>
  )
}

function AddedReport({ added }: { readonly added: AddedSources }) {
  const words = useWords()
  return (
    <section class="notice tall" role="status">
      <p>{addedWords(added, words)}</p>
      <ul>
        {added.problems.slice(0, 20).map((problem) => (
          <li key={problem.url}>
            <b dir="ltr">{problem.url}</b> {sourceProblemWords(words, problem)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function addedWords({ added, knownCount, problems }: AddedSources, { say }: Words): string {
  const parts = [
    added.length > 0 ? say('sources.added', { count: added.length }) : '',
    knownCount > 0 ? say('sources.known', { count: knownCount }) : '',
    problems.length > 0 ? say('sources.problems', { count: problems.length }) : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? say('sources.nothing') : `${parts.join(', ')}.`
}

type RowProps = { readonly source: SourceView; readonly mayEdit: boolean }

function SourceRow({ source, mayEdit }: RowProps) {
  const words = useWords()
  const { say } = words
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
          <bdi>{healthWords(words, source)}</bdi>
        </p>
        <p class="faint">
          {say('count.reports', { count: source.entryCount })}
          {source.entriesPerDay > 0 ? ` · ${perDay(source.entriesPerDay, words)}` : ''}
          {source.fetchedAt === undefined
            ? ''
            : ` · ${say('sources.read', { ago: words.ago(words.nowMs - Date.parse(source.fetchedAt)) })}`}
        </p>
      </div>
      <div class="source-acts">
        {source.kind === 'feed' ? (
          <ActionForm action="refresh" body={{ id: source.id }} back="/sources">
            <button type="submit" class="text-button">
              {say('sources.readNow')}
              <span class="hidden-words"> {source.name}</span>
            </button>
          </ActionForm>
        ) : null}
        {mayEdit ? (
          <ActionForm action="remove-source" body={{ id: source.id, url: source.url }} back="/sources">
            <button type="submit" class="text-button quiet">
              {say('action.remove')}
              <span class="hidden-words"> {source.name}</span>
            </button>
          </ActionForm>
        ) : null}
      </div>
      {mayEdit ? <SourceSettings source={source} /> : null}
    </li>
  )
}

function summary(sources: readonly SourceView[], { say }: Words): string {
  const failing = sources.filter((source) => source.state === 'failing').length
  const all = say('count.sources', { count: sources.length })
  return failing === 0 ? all : say('sources.someFailing', { sources: all, number: failing })
}

function perDay(rate: number, { say }: Words): string {
  if (rate >= 1) return say('sources.perDay', { count: Math.round(rate) })
  if (rate * 7 >= 1) return say('sources.perWeek', { count: Math.round(rate * 7) })
  return say('sources.rarely')
}
