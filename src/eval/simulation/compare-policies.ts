/** What simulated readers get from each way of making pages, and what the dials do. */
import { bootstrapMean, type Interval } from '../metrics/bootstrap.ts'
import { lineChart } from '../report/charts.ts'
import { htmlReport, reportTable } from '../report/html-report.ts'
import { chronologicalPolicy, knowingPolicy, type Policy, popularPolicy, salientPolicy } from './policies.ts'
import { type Simulation, simulate, type Visit } from './simulate.ts'

export type PolicyFigures = {
  readonly name: string
  /** Stories read to the end, per page, once the reader has opened twenty; before any change of interests. NaN: none had. */
  readonly learned: Interval
  /** The same on the first day. */
  readonly firstDay: Interval
  /** The same per page of each day. */
  readonly byDay: readonly number[]
  /** Of the two days before interests changed; absent where they did not. */
  readonly beforeChange?: number
  /** By signals given since, in steps of ten; each reader counts once in a step, however few pages it took them. */
  readonly afterChange: readonly number[]
  /** Signals given when pages are worth nine tenths of what they were before; absent where they never are. */
  readonly recoveredAfter?: number
}

export type DialFigures = {
  readonly name: string
  readonly reward: number
  readonly importance: number
  readonly ageHours: number
  readonly unfamiliar: number
}

export type ComparedPolicies = { readonly policies: readonly PolicyFigures[]; readonly dials: readonly DialFigures[] }

const openedToHaveLearned = 20
const stepsAfterChange = 8
const signalsPerStep = 10
const daysBefore = 2
const recoveredShare = 0.9
const unknown: Interval = { mean: Number.NaN, low: Number.NaN, high: Number.NaN }
/** The dials are tried on fewer readers for fewer days: what they do shows at once. */
const dialShare = { readers: 5, days: 3 } as const

/** `salient`: who makes Salient's pages, where it is not the ranking in this process; its dials are not tried then. */
export async function comparePolicies(simulation: Simulation, salient?: Policy): Promise<ComparedPolicies> {
  const policies = [chronologicalPolicy(), popularPolicy(), salient ?? salientPolicy(), knowingPolicy()]
  const figures: PolicyFigures[] = []
  for (const policy of policies) figures.push(await policyFigures(simulation, policy))
  return { policies: figures, dials: salient === undefined ? await compareDials(simulation) : [] }
}

async function compareDials(simulation: Simulation): Promise<DialFigures[]> {
  const small = {
    ...simulation,
    readers: Math.max(5, Math.round(simulation.readers / dialShare.readers)),
    days: Math.max(2, Math.round(simulation.days / dialShare.days)),
  }
  const ends = (['importantPersonal', 'familiarExploring', 'freshLasting'] as const).flatMap((dial) =>
    [0, 1].map((end) => ({ dial, end })),
  )
  const figures: DialFigures[] = []
  for (const { dial, end } of ends)
    figures.push(dialFigures(`${dial} ${end}`, await simulate(small, salientPolicy({ dials: { [dial]: end } }))))
  return figures
}

/** What readers get from one way of making pages. */
export async function policyFigures(simulation: Simulation, policy: Policy): Promise<PolicyFigures> {
  const { seed, days, changeOnDay } = simulation
  const { name } = policy
  const visits = await simulate(simulation, policy)
  const before = visits.filter(({ signalsSinceChange }) => signalsSinceChange === undefined)
  const learned = rewards(before.filter(({ openedBefore }) => openedBefore >= openedToHaveLearned))
  return {
    name,
    learned: learned.length === 0 ? unknown : bootstrapMean(learned, seed),
    firstDay: bootstrapMean(rewards(visits.filter(({ day }) => day === 0)), seed),
    byDay: Array.from({ length: days }, (_, day) => meanOf(rewards(visits.filter((visit) => visit.day === day)))),
    ...recoveryOf(visits, before, changeOnDay),
  }
}

function recoveryOf(
  visits: readonly Visit[],
  before: readonly Visit[],
  changeOnDay: number | undefined,
): Pick<PolicyFigures, 'afterChange' | 'beforeChange' | 'recoveredAfter'> {
  if (changeOnDay === undefined) return { afterChange: [] }
  const beforeChange = meanOf(rewards(before.filter(({ day }) => day >= changeOnDay - daysBefore)))
  const afterChange = Array.from({ length: stepsAfterChange }, (_, step) => {
    const inStep = visits.filter(
      ({ signalsSinceChange = -1 }) => Math.floor(signalsSinceChange / signalsPerStep) === step,
    )
    const byReader = new Map<number, number[]>()
    for (const { reader, reward } of inStep) byReader.set(reader, [...(byReader.get(reader) ?? []), reward])
    return meanOf([...byReader.values()].map(meanOf))
  })
  const step = afterChange.findIndex((reward) => reward >= recoveredShare * beforeChange)
  return { beforeChange, afterChange, ...(step === -1 ? {} : { recoveredAfter: step * signalsPerStep }) }
}

const rewards = (visits: readonly Visit[]): number[] => visits.map(({ reward }) => reward)

function dialFigures(name: string, visits: readonly Visit[]): DialFigures {
  const mean = (of: (visit: Visit) => number): number => meanOf(visits.map(of))
  return {
    name,
    reward: mean(({ reward }) => reward),
    importance: mean(({ importance }) => importance),
    ageHours: mean(({ ageHours }) => ageHours),
    unfamiliar: mean(({ unfamiliar }) => unfamiliar),
  }
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

export function policiesReport(simulation: Simulation, { policies, dials }: ComparedPolicies): string {
  const best = policies.at(-1)?.byDay ?? []
  const regret = policies.slice(0, -1).map(({ name, byDay }) => {
    let sum = 0
    return {
      name,
      points: byDay.map((reward, day) => {
        sum += ((best[day] ?? 0) - reward) * simulation.pagesPerDay
        return [day, sum] as const
      }),
    }
  })
  const lines = policies.map(({ name, byDay }) => ({
    name,
    points: byDay.map((reward, day) => [day, reward] as const),
  }))
  const hasChange = policies.some(({ beforeChange }) => beforeChange !== undefined)
  return htmlReport({
    title: 'Simulated readers',
    about: `${simulation.readers} invented readers, ${simulation.days} days, seed ${simulation.seed}: salient simulate. It shows that the ranking learns, recovers and obeys its dials, not how good its pages are for people.`,
    parts: [
      {
        heading: 'What a page is worth',
        text: 'Stories read to the end, per page.',
        contents: [lineChart({ title: 'By day', xName: 'day', yName: 'stories read to the end', lines })],
      },
      {
        heading: 'Regret',
        text: 'What readers missed until then against pages by one that knows them.',
        contents: [lineChart({ title: 'Regret', xName: 'day', yName: 'stories, per reader', lines: regret })],
      },
      ...(hasChange
        ? [{ heading: 'After interests change', contents: [afterChart(policies), recoveryTable(policies)] }]
        : []),
      ...(dials.length === 0 ? [] : [{ heading: 'Dials', contents: [dialTable(dials)] }]),
    ],
  })
}

function dialTable(dials: readonly DialFigures[]) {
  return reportTable({
    columns: ['dial and end', 'read to the end', 'importance', 'age in hours', 'share on new subjects'],
    rows: dials.map(({ name, reward, importance, ageHours, unfamiliar }) => [
      name,
      reward,
      importance,
      ageHours,
      unfamiliar,
    ]),
  })
}

function afterChart(policies: readonly PolicyFigures[]) {
  return lineChart({
    title: 'By signals given since',
    xName: 'signals',
    yName: 'stories read to the end',
    lines: policies.map(({ name, afterChange }) => ({
      name,
      points: afterChange.map((reward, step) => [step * signalsPerStep, reward] as const),
    })),
  })
}

function recoveryTable(policies: readonly PolicyFigures[]) {
  return reportTable({
    columns: ['pages', 'worth before', 'signals until nine tenths of that'],
    rows: policies.map(({ name, beforeChange = Number.NaN, recoveredAfter }) => [
      name,
      beforeChange,
      recoveredAfter ?? 'not reached',
    ]),
  })
}
