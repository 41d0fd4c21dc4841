import { lineFilter } from './filter.ts'

export const parse = lineFilter({
  name: 'parse',
  summary: '',
  help: '',
  open: async () => ({ handle: () => ({}) }),
})
