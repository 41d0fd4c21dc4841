import { lineFilter } from './filter.ts'

export const rank = lineFilter({
  name: 'rank',
  summary: '',
  help: '',
  open: async () => ({ handle: () => ({}) }),
})
