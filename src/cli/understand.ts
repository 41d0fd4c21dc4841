import { lineFilter } from './filter.ts'

export const understand = lineFilter({
  name: 'understand',
  summary: '',
  help: '',
  open: async () => ({ handle: () => ({}) }),
})
