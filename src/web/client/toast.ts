/** One line at the foot of the screen: what was just done, and the way back for a while. */

import { say } from './words.ts'

const shownMs = 8000

let shown: HTMLElement | undefined
/** What had the focus before the line's own button took it. */
let before: Element | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let lastUndo: (() => void) | undefined

export function toast(words: string, undo?: () => void): void {
  dismiss()
  lastUndo = undo
  shown = document.createElement('div')
  shown.className = 'toast'
  shown.setAttribute('role', 'status')
  const text = document.createElement('span')
  text.textContent = words
  shown.append(text)
  if (undo !== undefined) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = say('action.undo')
    button.addEventListener('focus', ({ relatedTarget }) => {
      before = relatedTarget instanceof Element ? relatedTarget : null
    })
    button.addEventListener('click', undoLast)
    shown.append(button)
  }
  document.body.append(shown)
  timer = setTimeout(dismissUnlessHeld, shownMs)
}

/** Also by key: undoes the last thing that can be undone. */
export function undoLast(): void {
  const undo = lastUndo
  lastUndo = undefined
  dismiss()
  undo?.()
}

/** Who is about to press it is not hurried. */
function dismissUnlessHeld(): void {
  if (shown?.matches(':focus-within, :hover') === true) timer = setTimeout(dismissUnlessHeld, shownMs)
  else dismiss()
}

function dismiss(): void {
  clearTimeout(timer)
  const hadFocus = shown?.contains(document.activeElement) === true
  shown?.remove()
  shown = undefined
  if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true })
}
