import {
  type BacktestFigures,
  type BacktestResult,
  type FiguresByShare,
  SHARES,
  type ShareName,
} from '../domain/backtest.ts'
import type { Figures } from '../domain/backtest-figures.ts'
import type { DeliveryTable } from './backtest-file.ts'

/** What was back-tested: the name of the file, and the last training day. */
export type ReportHead = { readonly name: string; readonly until: string; readonly table: DeliveryTable }

const NAMES = Object.keys(SHARES) as ShareName[]
/** Points by which a share may miss, whatever the number of orders. */
const LEEWAY = 0.03
const WIDTHS = [5, 18, 13, 11, 16, 13] as const

/** The back-test for people to read. */
export function reportOf(head: ReportHead, result: BacktestResult): string {
  const { figures, training } = result
  const earlier = training ? ['', 'Later half of the training part', ...tableOf(training)] : []
  const later = ['', 'Test part', ...tableOf(figures), '', ...NAMES.map((name) => verdictOf(name, result))]
  return [...headingOf(head, result), ...earlier, ...later].join('\n')
}

/** The back-test for programs: one object. */
export function reportJson({ train, test, figures }: BacktestResult): string {
  return JSON.stringify({ train, test, ...figures })
}

function headingOf({ name, until, table }: ReportHead, { train, test, measure, heard }: BacktestResult): string[] {
  const { deliveries, attributes, refused, undelivered, unquoted } = table
  const unplaced = deliveries.filter(({ placed }) => placed === null).length
  const left = [
    [refused.count, 'they cannot be read'],
    [unquoted, 'nothing was quoted'],
    [undelivered, 'they are not delivered'],
  ] as const
  const leftOut = left.filter(([count]) => count > 0).map(([count, why]) => `left out because ${why}: ${count}`)
  const what =
    measure === 'LENGTH'
      ? 'forecast: the days from placing to delivery'
      : `forecast: the days from the quoted date to delivery; ${unplaced} orders say no placing day and are forecast on their quoted date`
  const group = attributes[0] ?? 'none is named, so that it is all past orders'
  const listened = NAMES.map((share) => `${share} ${heardOf(attributes, heard[share])}`)
  return [
    `${name}: ${deliveries.length} orders, ${train} of them training until ${until}, ${test} to test`,
    ...leftOut,
    what,
    `group of the baseline: ${group}`,
    ...(attributes.length > 0 ? [`listened to at the end of training: ${listened.join('; ')}`] : []),
  ]
}

function heardOf(attributes: readonly string[], heard: readonly number[]): string {
  return attributes.map((name, at) => `${name} ${percent(heard[at]!, 0)}`).join(', ')
}

function tableOf({ baton, quoted, baselines }: BacktestFigures): string[] {
  const rivals: [string, FiguresByShare][] = [
    ['Baton', baton],
    ['quoted date', quoted],
    ['all past orders', baselines.all],
    ['same group', baselines.group],
  ]
  const heading = line(['', '', 'by the date', 'before it', 'pinball, days', 'mean, days'])
  const rows = NAMES.flatMap((name) =>
    rivals.map(([rival, figures], at) => line([at === 0 ? name : '', rival, ...cellsOf(figures[name])])),
  )
  return [heading, ...rows]
}

function cellsOf({ atOrBefore, before, pinball, meanDays }: Figures): string[] {
  return [percent(atOrBefore, 1), percent(before, 1), pinball.toFixed(3), meanDays.toFixed(1)]
}

function line(cells: readonly string[]): string {
  return cells.map((cell, at) => (at < 2 ? cell.padEnd(WIDTHS[at]!) : cell.padStart(WIDTHS[at]!))).join('')
}

/** Whether as many came as was said, and whether the dates cost less than each other's. */
function verdictOf(name: ShareName, { figures, tolerance }: BacktestResult): string {
  const { baton, quoted, baselines } = figures
  const { atOrBefore, before, pinball } = baton[name]
  const leeway = Math.max(LEEWAY, tolerance[name])
  const missed = Math.max(before - SHARES[name], SHARES[name] - atOrBefore, 0)
  const kept = missed === 0 ? 'lies between' : `is missed by ${points(missed)} points`
  const others = { 'the quoted date': quoted, 'all past orders': baselines.all, 'the same group': baselines.group }
  const dearer = Object.entries(others).filter(([, figures]) => pinball >= figures[name].pinball)
  const cost =
    dearer.length === 0 ? 'less than each of the others' : `not less than ${dearer.map(([who]) => who).join(', ')}`
  return `${name}: ${percent(SHARES[name], 0)} ${kept}, with a leeway of ${points(leeway)}: ${missed <= leeway ? 'held' : 'NOT held'}; it costs ${cost}`
}

function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`
}

function points(share: number): string {
  return (100 * share).toFixed(1)
}
