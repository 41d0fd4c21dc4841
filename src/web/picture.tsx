/** A large picture with caption and credit apart; its box stands before the picture has loaded. */
import type { ImageView } from '../server/api/contract.ts'

export function Picture({ image }: { readonly image: ImageView | undefined }) {
  if (image === undefined) return null
  return (
    <figure class="hero">
      <img
        src={image.url}
        alt={image.caption ?? ''}
        width={image.width}
        height={image.height}
        decoding="async"
        fetchpriority="high"
      />
      {image.caption === undefined && image.credit === undefined ? null : (
        <figcaption>
          {image.caption === undefined ? null : <span dir="auto">{image.caption}</span>}{' '}
          {image.credit === undefined ? null : (
            <span class="credit" dir="auto">
              {image.credit}
            </span>
          )}
        </figcaption>
      )}
    </figure>
  )
}
