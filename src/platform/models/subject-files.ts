/** Reads what is known of subjects from lexicons/. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Both src/ and dist/ stand beside lexicons/. */
const folder = fileURLToPath(new URL('../../../lexicons/', import.meta.url))

/** The parsed files; their form is that of `SubjectFiles`, which opening the model checks. Throws where one is missing. */
export async function readSubjectFiles<Files>(): Promise<Files> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'))
  const [tree, words, vectors, blend] = await Promise.all([
    read('subjects.json'),
    read('subjects-words.json'),
    read('subjects-vectors.json'),
    read('subjects-blend.json'),
  ])
  // The files are part of this program; the caller names the type that opens them.
  return { tree, words, vectors, blend } as Files
}
