/** Menus and reasons close by Escape, menus also when something else is pressed; the focus goes back to what opened them. */

export function startMenus(): void {
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false
    }
  })
  // A choice was made: the menu has done its work.
  document.addEventListener('submit', (event) => {
    const menu = event.submitter?.closest<HTMLDetailsElement>('details.menu')
    if (menu !== null && menu !== undefined) close(menu)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    for (const open of document.querySelectorAll<HTMLDetailsElement>('details.menu[open], details.why[open]')) {
      if (open.matches('.menu') || open.contains(document.activeElement)) close(open)
    }
  })
}

/** Whoever was inside stands at its head again. */
export function close(details: HTMLDetailsElement): void {
  const wasInside = details.contains(document.activeElement)
  details.open = false
  if (wasInside) details.querySelector<HTMLElement>('summary')?.focus()
}
