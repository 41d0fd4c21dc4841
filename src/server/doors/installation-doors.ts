/** The door to how the installation does. */
import type { Work } from '../../jobs/work.ts'
import { failedJobs, readDisk, readModels } from '../../platform/storage/installation.ts'
import { countWaiting } from '../../platform/storage/job-counts.ts'
import { readingFigures } from '../../platform/storage/reading-figures.ts'
import type { InstallationDoors } from './installation.ts'

const failuresShown = 20
const tablesShown = 6
const errorLength = 300
const readingDays = 14

export function installationDoors({ db }: Work): InstallationDoors {
  return {
    installation: async () => {
      const [waiting, failures, disk, models, reading] = await Promise.all([
        countWaiting(db),
        failedJobs(db, failuresShown),
        readDisk(db, tablesShown),
        readModels(db),
        readingFigures(db, readingDays),
      ])
      const { sources, pages, understanding, stories, embeddings, descriptions } = waiting
      const { embedding, ranking } = models
      return {
        queues: { sources, pages, understanding, stories, embeddings, descriptions },
        failures: failures.map(({ at, error, ...job }) => ({
          ...job,
          error: error.slice(0, errorLength),
          at: at.toISOString(),
        })),
        reading: { days: [...reading.days], places: [...reading.places] },
        disk: { databaseBytes: disk.databaseBytes, tables: [...disk.tables] },
        models: {
          embedding,
          ...(ranking === undefined ? {} : { ranking: { ...ranking, learnedAt: ranking.learnedAt.toISOString() } }),
        },
      }
    },
  }
}
