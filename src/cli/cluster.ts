import { lineFilter } from './filter.ts'

export const cluster = lineFilter({
  name: 'cluster',
  summary: '',
  help: '',
  open: async () => ({ handle: () => ({}) }),
})
