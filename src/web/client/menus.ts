/** Menus close when something else is pressed, and by Escape, which goes back to where they were opened. */

export function startMenus(): void {
  document.addEventListener('click', (event) => {
    for (const menu of openMenus()) {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false
    }
  })
  // A choice was made: the menu has done its work.
  document.addEventListener('submit', (event) => {
    if (event.submitter instanceof HTMLElement) closest(event.submitter)?.removeAttribute('open')
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of openMenus()) {
      menu.open = false
      menu.querySelector<HTMLElement>('summary')?.focus()
    }
  })
}

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')
}

function closest(element: HTMLElement): HTMLDetailsElement | null {
  return element.closest<HTMLDetailsElement>('details.menu')
}
