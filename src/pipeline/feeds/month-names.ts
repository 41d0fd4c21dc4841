/** How a month's name begins, lower-case and without accents, in the languages feeds are dated in. */
const beginnings: readonly (readonly string[])[] = [
  ['jan', 'ene', 'janv', 'gen', 'oca', 'янв', 'ιαν', 'sty', 'led', 'січ', 'яну', 'ian', 'yan', 'يناير', 'جانفي'],
  ['feb', 'fev', 'fevr', 'sub', 'şub', 'фев', 'φεβ', 'lut', 'uno', 'лют', 'helm', 'فبراير', 'فيفري', 'شباط'],
  ['mar', 'mär', 'mrz', 'maart', 'мар', 'μαρ', 'μάρ', 'márc', 'brez', 'бер', 'maal', 'مارس', 'آذار', 'مارچ'],
  [
    'apr',
    'avr',
    'abr',
    'nis',
    'апр',
    'απρ',
    'ápr',
    'kwi',
    'dub',
    'кві',
    'huht',
    'أبريل',
    'ابريل',
    'إبريل',
    'أفريل',
    'نيسان',
  ],
  [
    'may',
    'mai',
    'mag',
    'mei',
    'maj',
    'máj',
    'mayo',
    'май',
    'мая',
    'μαι',
    'μαϊ',
    'μάι',
    'kve',
    'тра',
    'touk',
    'mao',
    'مايو',
    'ماي',
    'أيار',
  ],
  [
    'jun',
    'juin',
    'giu',
    'haz',
    'июн',
    'ιουν',
    'ιούν',
    'jún',
    'cze',
    'cerven',
    'чер',
    'kesa',
    'يونيو',
    'يونيه',
    'جوان',
    'حزيران',
  ],
  [
    'jul',
    'juil',
    'lug',
    'tem',
    'июл',
    'ιουλ',
    'ιούλ',
    'júl',
    'lip',
    'cervenec',
    'лип',
    'hein',
    'يوليو',
    'يوليه',
    'جويلية',
    'يوليوز',
    'تموز',
  ],
  [
    'aug',
    'aou',
    'aoû',
    'ago',
    'agu',
    'авг',
    'αυγ',
    'αύγ',
    'sie',
    'srp',
    'сер',
    'elok',
    'أغسطس',
    'اغسطس',
    'غشت',
    'أوت',
    'آب',
  ],
  ['sep', 'set', 'eyl', 'сен', 'σεπ', 'wrz', 'zar', 'вер', 'syys', 'szept', 'سبتمبر', 'شتنبر', 'أيلول'],
  ['oct', 'okt', 'ott', 'out', 'eki', 'окт', 'οκτ', 'paz', 'rij', 'жов', 'loka', 'أكتوبر', 'اكتوبر'],
  ['nov', 'kas', 'ноя', 'νοε', 'νοέ', 'noe', 'lis', 'лис', 'marras', 'نوفمبر', 'نونبر'],
  ['dec', 'dez', 'dic', 'déc', 'ara', 'дек', 'δεκ', 'gru', 'pro', 'гру', 'joul', 'des', 'ديسمبر', 'دجنبر'],
]

const byBeginning: ReadonlyMap<string, number> = new Map(
  beginnings.flatMap((names, index) => names.map((name) => [plain(name), index + 1] as const)).reverse(),
)
const lengths = [...new Set([...byBeginning.keys()].map((beginning) => beginning.length))].sort((a, b) => b - a)

/** No month's name is longer. */
const charactersMax = 30

/** The month, 1 to 12, that a word names in full or short; undefined for other words. */
export function monthNamed(word: string): number | undefined {
  const wanted = plain(word.slice(0, charactersMax))
  for (const length of lengths) {
    const month = length > wanted.length ? undefined : byBeginning.get(wanted.slice(0, length))
    if (month !== undefined) return month
  }
  return undefined
}

/** Lower-case and without accents. */
function plain(word: string): string {
  const lower = word.toLowerCase()
  return /^[a-z]*$/.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '')
}
