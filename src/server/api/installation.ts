/** How the installation does, for who runs it. */
import { installationSchema } from './contract/installation.ts'
import { endpoint } from './endpoint.ts'

export const getInstallation = endpoint({
  right: 'operator',
  summary: 'What waits, what was given up, how large the database is, and which models are in use',
  answer: installationSchema,
  handle: ({ doors }) => doors.installation(),
})
