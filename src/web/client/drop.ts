/** A list of sources dropped anywhere on the page lands in the field that takes it, and is sent where nothing else is asked. */

export function startDrop(): void {
  const field = document.querySelector<HTMLInputElement>('input[type="file"][name="opml"]')
  if (field === null) return
  const hint = document.querySelector<HTMLElement>('[data-drop]')
  // Fingers drop nothing.
  if (hint !== null) hint.hidden = !matchMedia('(pointer: fine)').matches
  const show = (over: boolean) => document.documentElement.classList.toggle('dropping', over)
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    show(true)
  })
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) show(false)
  })
  addEventListener('drop', (event) => {
    const files = event.dataTransfer?.files
    if (files === undefined || files.length === 0) return
    event.preventDefault()
    show(false)
    field.files = files
    field.focus()
    if (field.form?.getAttribute('action') === '/do/add-opml') field.form.requestSubmit()
  })
}
