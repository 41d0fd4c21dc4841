import type { Article } from '../../domain/article.ts'
import { elementsIn, namesOf } from './page-tree.ts'
import type { PageView } from './page-view.ts'

/** A page with more text than this is no challenge; a text longer than this was not cut by a paywall. */
const challengeCharactersMax = 2500
const cutCharactersMax = 2500

const challengeTitles =
  /^(just a moment|attention required|access (to this page has been )?denied|please wait|one moment, please|checking your browser|are you a robot|verify(ing)? (that )?you are (a )?human|human verification|security check|captcha|pardon our interruption|request blocked|403 forbidden|ddos-guard|nur einen moment|un momento|un instant|один момент)/i
const challengeWords =
  /enable javascript and cookies to continue|checking (if the site connection is secure|your browser before)|verify (that )?you are (a )?human|cf-chl-|challenge-platform|_incapsula_resource|captcha-delivery|px-captcha|unusual traffic from your|press (and|&) hold to confirm|are not a robot/i
const payWords =
  /(subscribe|sign up|register|log in|sign in) (now )?to (continue|keep|read)|to continue reading|subscribers? only|exclusive to subscribers|already a subscriber|this (article|story|content) is (reserved )?for (subscribers|members)|(weiter|jetzt) ?lesen mit|mit abo weiterlesen|nur für abonnenten|réservé aux abonnés|(article|contenu) réservé|exclusivo para suscriptores|solo para suscriptores|contenuto riservato|per gli abbonati|exclusivo para assinantes|dla prenumeratorów|подписчик/i

/** Why the text may be short: a challenge stood in place of the page, or only subscribers are shown the rest. */
export function findBarrier(page: PageView, { text }: { readonly text: string }): Article['barrier'] {
  const shown = page.blocks.reduce((sum, block) => sum + block.text.length, 0)
  if (shown < challengeCharactersMax && isChallenge(page)) return 'challenge'
  const isFree =
    page.facts.article?.['isAccessibleForFree'] ??
    page.facts.nodes.find((node) => node['isAccessibleForFree'] !== undefined)?.['isAccessibleForFree']
  if (isFree === false || (typeof isFree === 'string' && /^false$/i.test(isFree))) return 'paywall'
  if (text.length > cutCharactersMax) return undefined
  return hasPaywall(page) ? 'paywall' : undefined
}

function isChallenge({ root, facts, blocks }: PageView): boolean {
  if (challengeTitles.test(facts.documentTitle ?? '')) return true
  if (blocks.some((block) => challengeWords.test(block.text.slice(0, 500)))) return true
  for (const element of elementsIn(root)) {
    if (element.attrs.some(({ value }) => challengeWords.test(value.slice(0, 300)))) return true
  }
  return false
}

function hasPaywall({ root, blocks }: PageView): boolean {
  if (!blocks.some((block) => block.text.length < 300 && payWords.test(block.text))) return false
  for (const element of elementsIn(root)) {
    if (
      namesOf(element).some((name) =>
        /^(paywall|paygate|paid|premium|regwall|subscriber|subscribers|meter|metered|piano|plus|abo)/.test(name),
      )
    )
      return true
  }
  return blocks.some((block) =>
    /to continue reading|already a subscriber|mit abo weiterlesen|réservé aux abonnés/i.test(block.text.slice(0, 300)),
  )
}
