import { type NamesByHand, type NamesOfWorld, openGazetteer } from '../pipeline/understand/entities/gazetteer.ts'
import { openTagger, type TaggerFile } from '../pipeline/understand/entities/tagger.ts'
import { openSubjectModel, type SubjectFiles } from '../pipeline/understand/subjects/subject-model.ts'
import type { UnderstandTools } from '../pipeline/understand/understand-article.ts'
import { loadGazetteer } from '../platform/lexicons/load-gazetteer.ts'
import { readSubjectFiles } from '../platform/models/subject-files.ts'

type NameFiles = { readonly byHand: NamesByHand; readonly world: NamesOfWorld; readonly tagger: TaggerFile }

/** All that understanding needs, read from lexicons/: once a thread, 0.3 s and 60 MB; more for each language met. */
export async function openUnderstandTools(): Promise<UnderstandTools> {
  const [names, subjects] = await Promise.all([loadGazetteer<NameFiles>(), readSubjectFiles<SubjectFiles>()])
  return {
    entities: { gazetteer: openGazetteer(names), tagger: openTagger(names.tagger) },
    subjects: openSubjectModel(subjects),
  }
}
