/** Starts the service worker, tells it what to keep, and says when a page is an old one. */
import { say } from './words.ts'

const workerPath = '/worker.js'

/** The one address that may be handed to the browser as a script; Trusted Types ask for a policy that says so. */
type WorkerPolicy = { readonly createScriptURL: (path: string) => string }
type TrustedTypes = { readonly createPolicy: (name: string, rules: WorkerPolicy) => WorkerPolicy }

export function startOffline(): void {
  addEventListener('offline', () => showOffline(true))
  addEventListener('online', () => showOffline(false))
  if (!navigator.onLine) showOffline(true)
  // Not where the page came over plain HTTP from another machine.
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ kind: string; kept: boolean }>) => {
    if (data.kind === 'opened' && data.kept) showOffline(true)
  })
  void navigator.serviceWorker.register(scriptUrl(), { updateViaCache: 'none' }).catch(() => undefined)
  void navigator.serviceWorker.ready.then(({ active }) => {
    active?.postMessage({ kind: 'opened', urls: [location.href, ...loaded()] })
    if (['/', '/saved'].includes(location.pathname)) active?.postMessage({ kind: 'saved' })
  })
}

/** A page has changed under its address: where the worker has a copy, it takes a new one. */
export function keepAnew(path: string): void {
  navigator.serviceWorker?.controller?.postMessage({ kind: 'changed', path })
}

/** What is saved has changed: the worker keeps its pages. */
export function keepSaved(): void {
  navigator.serviceWorker?.controller?.postMessage({ kind: 'saved' })
}

function loaded(): string[] {
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(location.origin))
}

function scriptUrl(): string {
  // Not in every browser, and not in TypeScript's types.
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  const policy = trustedTypes?.createPolicy('service-worker', { createScriptURL: () => workerPath })
  return policy?.createScriptURL(workerPath) ?? workerPath
}

function showOffline(offline: boolean): void {
  document.querySelector('.offline-bar')?.remove()
  if (!offline) return
  const made = document.querySelector<HTMLMetaElement>('meta[name="made"]')
  const bar = document.createElement('p')
  bar.className = 'offline-bar'
  bar.setAttribute('role', 'status')
  bar.textContent = say('frame.offline', { time: made?.dataset['words'] ?? '' })
  document.body.prepend(bar)
}
