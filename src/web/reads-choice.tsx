/** The languages that a reader reads, to be ticked; none ticked means all. */
import { useWords } from './words.ts'

/** Those that most news is written in. */
const common = ['en', 'es', 'de', 'fr', 'it', 'pt', 'nl', 'pl', 'ru', 'uk', 'tr', 'ar', 'fa', 'hi', 'zh', 'ja', 'ko']

/** The page's own language first, and whatever else was chosen last. The empty field says that the choice was asked for. */
export function ReadsChoice({ chosen }: { readonly chosen: readonly string[] }) {
  const { say, language, languageName } = useWords()
  return (
    <>
      <p class="quiet">{say('reads.words')}</p>
      <input type="hidden" name="reads" value="" />
      <div class="choices">
        {[...new Set([language, ...common, ...chosen])].map((code) => (
          <label key={code} class="choice">
            <input type="checkbox" name="reads" value={code} checked={chosen.includes(code)} />
            <span dir="auto">{languageName(code)}</span>
          </label>
        ))}
      </div>
    </>
  )
}
