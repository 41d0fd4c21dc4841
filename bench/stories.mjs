// Processor time (all threads, so that other programs on the machine don't count) of one assignment and of settling
// stories, by how many entries the window holds. Needs dist/:
//
//   npm run build && node --expose-gc bench/stories.mjs [1000 10000 100000]
//
// Invented news from a seed: each event has names of its own, every report repeats some of them among words in common use
// (Zipf), and events live for two days within a week.

import { StoryIndex } from '../dist/pipeline/stories/story-index.js'
import { storySettings } from '../dist/pipeline/stories/story-settings.js'

const reportsPerEvent = 8
const measured = 1000
const sizes = process.argv.slice(2).map(Number)
for (const size of sizes.length > 0 ? sizes : [1_000, 10_000, 100_000]) measure(size)

function measure(size) {
  globalThis.gc?.()
  const before = process.memoryUsage()
  const entries = invent(size + measured)
  const index = new StoryIndex(storySettings)
  const startedMs = processorMs()
  index.load(entries.slice(0, size))
  const loadMs = processorMs() - startedMs
  const times = entries.slice(size).map((entry) => {
    const fromMs = processorMs()
    index.add(entry)
    return processorMs() - fromMs
  })
  const settleFromMs = processorMs()
  index.settle()
  const settleMs = processorMs() - settleFromMs
  globalThis.gc?.()
  const after = process.memoryUsage()
  const usedMb = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 2 ** 20
  times.sort((one, other) => one - other)
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(2)
  console.log(
    `${size} held: assign p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; full settle ${(loadMs / 1000).toFixed(1)} s; ` +
      `settle of ${measured} new ${(settleMs / 1000).toFixed(2)} s; ${usedMb.toFixed(0)} MB; ${index.groups().length} stories`,
  )
}

function processorMs() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function invent(count) {
  let state = 20_260_101
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const common = Array.from({ length: 20_000 }, (_, rank) => word(rank * 7919 + 17))
  const draw = () => common[Math.floor(common.length ** random()) - 1] ?? common[0]
  const events = Array.from({ length: Math.ceil(count / reportsPerEvent) }, (_, event) => ({
    names: Array.from({ length: 6 }, (_, n) => capital(word(1_000_003 + event * 31 + n * 104_729))),
    startMs: 1_700_000_000_000 + random() * 5 * 86_400_000,
  }))
  const entries = Array.from({ length: count }, (_, number) => {
    const { names, startMs } = events[Math.floor(random() * events.length)]
    const title = Array.from({ length: 10 }, () =>
      random() < 0.4 ? names[Math.floor(random() * names.length)] : draw(),
    )
    const text = Array.from({ length: 40 }, () =>
      random() < 0.1 ? names[Math.floor(random() * names.length)] : draw(),
    )
    return {
      id: `entry-${number}`,
      title: title.join(' '),
      text: text.join(' '),
      language: 'en',
      publishedAtMs: startMs + random() * 2 * 86_400_000,
      source: `outlet-${number % 300}`,
    }
  })
  return entries.sort((one, other) => one.publishedAtMs - other.publishedAtMs)
}

/** A word of two to four syllables that stands for a number. */
function word(number) {
  const syllables = [
    'ba',
    'ke',
    'li',
    'mo',
    'nu',
    'ra',
    'se',
    'ti',
    'vo',
    'zu',
    'dar',
    'fen',
    'gil',
    'hos',
    'jun',
    'pra',
  ]
  let made = ''
  for (let left = number; left > 0 && made.length < 12; left = Math.floor(left / 16)) made += syllables[left % 16]
  return made
}

function capital(name) {
  return name[0].toUpperCase() + name.slice(1)
}
