/** The invented outlets, each with a temper of its own: how its feed looks, and what its pages carry. */

export type Outlet = {
  readonly slug: string
  readonly name: string
  readonly language: 'en' | 'es'
  readonly format: 'rss' | 'atom' | 'json'
  /** Sections it likes to report; all when empty. */
  readonly sections: readonly string[]
  readonly hasKeyPoints: boolean
  readonly hasPictures: boolean
  /** It prints what others wrote. */
  readonly syndicates: boolean
}

const plain = {
  language: 'en',
  format: 'rss',
  sections: [],
  hasKeyPoints: false,
  hasPictures: true,
  syndicates: false,
} as const

export const outlets: readonly Outlet[] = [
  { ...plain, slug: 'corran-courier', name: 'The Corran Courier', hasKeyPoints: true },
  { ...plain, slug: 'port-isle-times', name: 'Port Isle Times', format: 'atom' },
  { ...plain, slug: 'sundholm-post', name: 'Sundholm Post', format: 'json', hasKeyPoints: true },
  { ...plain, slug: 'lowland-ledger', name: 'Lowland Ledger', sections: ['economy', 'politics'], hasPictures: false },
  { ...plain, slug: 'aster-observer', name: 'Aster Observer', format: 'atom' },
  { ...plain, slug: 'valley-voice', name: 'Valley Voice', sections: ['sport', 'environment', 'culture', 'science'] },
  { ...plain, slug: 'northern-wire', name: 'Northern Wire', syndicates: true, hasPictures: false },
  { ...plain, slug: 'merrow-mail', name: 'Merrow Mail', syndicates: true, format: 'json' },
  { ...plain, slug: 'kestle-herald', name: 'Kestle Herald', sections: ['politics', 'culture', 'sport'] },
  { ...plain, slug: 'science-week', name: 'Science Week', format: 'atom', sections: ['science', 'environment'] },
  { ...plain, slug: 'the-touchline', name: 'The Touchline', format: 'json', sections: ['sport'] },
  { ...plain, slug: 'tarsh-weekly', name: 'The Tarsh Weekly', sections: ['culture', 'environment'] },
  { ...plain, slug: 'el-faro', name: 'El Faro de Corran', language: 'es' },
  { ...plain, slug: 'diario-del-puerto', name: 'Diario del Puerto', language: 'es', format: 'atom', syndicates: true },
]
