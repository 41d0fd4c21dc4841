/** How a month's name begins, lower-case and without accents, in the languages feeds are dated in. */
const beginnings: readonly (readonly string[])[] = [
  ['jan', 'ene', 'janv', 'gen', 'oca', 'янв', 'ιαν', 'sty', 'led', 'січ', 'яну', 'ian', 'yan'],
  ['feb', 'fev', 'fevr', 'sub', 'şub', 'фев', 'φεβ', 'lut', 'uno', 'лют', 'helm'],
  ['mar', 'mär', 'mrz', 'maart', 'мар', 'μαρ', 'μάρ', 'márc', 'brez', 'бер', 'maal'],
  ['apr', 'avr', 'abr', 'nis', 'апр', 'απρ', 'ápr', 'kwi', 'dub', 'кві', 'huht'],
  ['may', 'mai', 'mag', 'mei', 'maj', 'máj', 'mayo', 'май', 'мая', 'μαι', 'μαϊ', 'μάι', 'kve', 'тра', 'touk', 'mao'],
  ['jun', 'juin', 'giu', 'haz', 'июн', 'ιουν', 'ιούν', 'jún', 'cze', 'cerven', 'чер', 'kesa'],
  ['jul', 'juil', 'lug', 'tem', 'июл', 'ιουλ', 'ιούλ', 'júl', 'lip', 'cervenec', 'лип', 'hein'],
  ['aug', 'aou', 'aoû', 'ago', 'agu', 'авг', 'αυγ', 'αύγ', 'sie', 'srp', 'сер', 'elok'],
  ['sep', 'set', 'eyl', 'сен', 'σεπ', 'wrz', 'zar', 'вер', 'syys', 'szept'],
  ['oct', 'okt', 'ott', 'out', 'eki', 'окт', 'οκτ', 'paz', 'rij', 'жов', 'loka'],
  ['nov', 'kas', 'ноя', 'νοε', 'νοέ', 'noe', 'lis', 'лис', 'marras'],
  ['dec', 'dez', 'dic', 'déc', 'ara', 'дек', 'δεκ', 'gru', 'pro', 'гру', 'joul', 'des'],
]

const byBeginning = beginnings
  .flatMap((names, index) => names.map((name) => [plain(name), index + 1] as const))
  .sort((a, b) => b[0].length - a[0].length)

/** The month, 1 to 12, that a word names in full or short; undefined for other words. */
export function monthNamed(word: string): number | undefined {
  const wanted = plain(word)
  return byBeginning.find(([beginning]) => wanted.startsWith(beginning))?.[1]
}

function plain(word: string): string {
  return word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}
