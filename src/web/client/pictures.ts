/** A picture that does not come leaves no hole: the card becomes one without a picture. */

export function startPictures(): void {
  for (const picture of document.querySelectorAll<HTMLImageElement>('.picture img, .hero img, .video img, .body img')) {
    if (picture.complete && picture.naturalWidth === 0 && picture.loading !== 'lazy') drop(picture)
    else picture.addEventListener('error', () => drop(picture), { once: true })
  }
}

function drop(picture: HTMLImageElement): void {
  picture.closest('.card')?.classList.add('plain')
  picture.closest('.video')?.classList.add('plain')
  const whole = picture.closest('.picture, figure') ?? picture
  whole.remove()
}
