/** What pages do better with a script than without. Every part looks for what it serves and does nothing elsewhere. */
import '@fontsource-variable/newsreader/wght.css'
import '../styles/app.css'
import { startCards } from './cards.ts'
import { startDials } from './dials.ts'
import { startDrop } from './drop.ts'
import { startForms } from './forms.ts'
import { startHighlights } from './highlights.ts'
import { startKeys } from './keys.ts'
import { startLive } from './live.ts'
import { startMenus } from './menus.ts'
import { startOffline } from './offline.ts'
import { startPasskeys } from './passkeys.ts'
import { startPictures } from './pictures.ts'
import { startPull } from './pull.ts'
import { startReading } from './reading.ts'
import { startSeen } from './seen.ts'
import { startShare } from './share.ts'
import { startSending } from './signals.ts'
import { tellTimeZone } from './time-zone.ts'

startSending()
startCards()
startForms()
startMenus()
startKeys()
// For those who measure: from here on all presses are answered in place.
performance.mark('ready')
// What nobody presses waits until the page has been painted.
requestAnimationFrame(() => setTimeout(startTheRest))

function startTheRest(): void {
  startSeen()
  startPictures()
  startReading()
  startHighlights()
  startShare()
  startDrop()
  startDials()
  startPasskeys()
  startPull()
  startLive()
  tellTimeZone()
  startOffline()
}
