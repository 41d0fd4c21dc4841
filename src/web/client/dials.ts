/** While a dial is turned, the stories that the page would begin with stand under it. Nothing changes before it is applied. */

/** Between the last movement and the question. */
const restMs = 200

type Preview = {
  readonly stories: readonly { readonly headline: string; readonly language: string; readonly isNew: boolean }[]
}

export function startDials(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form.dials')) {
    let timer: ReturnType<typeof setTimeout> | undefined
    let asked = 0
    form.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        asked += 1
        const mine = asked
        // An answer that a later question has overtaken tells of other dials.
        void ask(form).then((preview) => {
          if (preview !== undefined && mine === asked) show(form, preview)
        })
      }, restMs)
    })
  }
}

async function ask(form: HTMLFormElement): Promise<Preview | undefined> {
  const query = new URLSearchParams()
  for (const field of form.querySelectorAll<HTMLInputElement>('input[type="range"], input[type="checkbox"]'))
    query.set(field.name, field.type === 'checkbox' ? String(field.checked) : field.value)
  try {
    const answer = await fetch(`/api/v1/preview?${query}`)
    // Our own server answers as its contract says.
    return answer.ok ? ((await answer.json()) as Preview) : undefined
  } catch {
    return undefined
  }
}

function show(form: HTMLFormElement, { stories }: Preview): void {
  const place = form.querySelector<HTMLElement>('[data-preview]')
  if (place === null) return
  place.hidden = false
  place.querySelector('ol')?.replaceChildren(
    ...stories.map(({ headline, language, isNew }) => {
      const line = document.createElement('li')
      const words = document.createElement('span')
      words.textContent = headline
      words.dir = 'auto'
      if (language !== 'und') words.lang = language
      line.append(words)
      if (isNew) {
        const mark = document.createElement('b')
        mark.textContent = place.dataset['new'] ?? ''
        line.append(' ', mark)
      }
      return line
    }),
  )
}
