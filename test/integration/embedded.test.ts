import { ingestSuite } from './ingest-suite.ts'

ingestSuite('on the embedded PostgreSQL', async () => undefined)
