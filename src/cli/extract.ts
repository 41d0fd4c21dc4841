import { lineFilter } from './filter.ts'

export const extract = lineFilter({
  name: 'extract',
  summary: '',
  help: '',
  open: async () => ({ handle: () => ({}) }),
})
