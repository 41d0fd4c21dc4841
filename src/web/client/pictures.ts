/** A picture that does not come leaves no hole: the card becomes one without a picture. What was said of it stays. */

export function startPictures(): void {
  for (const picture of document.querySelectorAll<HTMLImageElement>('.picture img, .hero img, .video img, .body img')) {
    if (picture.complete && picture.naturalWidth === 0 && picture.loading !== 'lazy') drop(picture)
    else picture.addEventListener('error', () => drop(picture), { once: true })
  }
}

function drop(picture: HTMLImageElement): void {
  picture.closest('.card')?.classList.add('plain')
  picture.closest('.video')?.classList.add('plain')
  const figure = picture.closest('figure')
  if (figure?.querySelector('figcaption')) {
    figure.classList.add('only-words')
    picture.remove()
  } else (picture.closest('.picture, figure') ?? picture).remove()
}
