import { type Edge, type MapStep, readGraph } from './step-graph.ts'

/** Where a step lies: `column` and `row` count from 0 within its lap; `row` runs through all lanes of the lap. */
export type PlacedLeg = { readonly key: string; readonly column: number; readonly row: number }
export type Lane = { readonly department: string; readonly firstRow: number; readonly rows: number }
/** A stretch of the relay that fits the width; a long one is run in several laps, one below the other. */
export type Lap = {
  readonly columns: number
  readonly rows: number
  readonly lanes: readonly Lane[]
  readonly legs: readonly PlacedLeg[]
}
export type RelayLayout = {
  readonly laps: readonly Lap[]
  readonly edges: readonly Edge[]
  readonly lapOf: ReadonlyMap<string, number>
}

/**
 * Lays the steps out from left to right by what they depend on, a lane for each department, folded into laps of at
 * most `widest` columns. Lanes stand in the order in which the departments take over; steps of one department that may
 * run at the same time lie in rows of their own.
 */
export function layoutRelay(steps: readonly MapStep[], widest: number): RelayLayout {
  const { columns, edges } = readGraph(steps)
  const length = Math.max(0, ...columns.values()) + 1
  const perLap = Math.ceil(length / Math.ceil(length / Math.max(1, widest)))
  const order = departmentsByTurn(steps, columns)
  const lapOf = new Map(steps.map((step) => [step.key, Math.floor((columns.get(step.key) ?? 0) / perLap)]))
  const laps = Array.from({ length: Math.ceil(length / perLap) }, (_, lap) => {
    const own = steps.filter((step) => lapOf.get(step.key) === lap)
    return layLap(own, order, (key) => (columns.get(key) ?? 0) - lap * perLap, perLap)
  })
  return { laps, edges, lapOf }
}

function departmentsByTurn(steps: readonly MapStep[], columns: ReadonlyMap<string, number>): string[] {
  const first = new Map<string, number>()
  for (const step of steps) {
    const column = columns.get(step.key) ?? 0
    first.set(step.department, Math.min(column, first.get(step.department) ?? column))
  }
  return [...first].sort(([, a], [, b]) => a - b).map(([department]) => department)
}

type ColumnOf = (key: string) => number

function layLap(steps: readonly MapStep[], order: readonly string[], columnOf: ColumnOf, columns: number): Lap {
  const lanes: Lane[] = []
  const legs: PlacedLeg[] = []
  let firstRow = 0
  for (const department of order) {
    const placed = layLane(
      steps.filter((step) => step.department === department),
      columnOf,
    )
    if (placed.length === 0) continue
    const rows = Math.max(...placed.map((leg) => leg.row)) + 1
    lanes.push({ department, firstRow, rows })
    legs.push(...placed.map((leg) => ({ ...leg, row: leg.row + firstRow })))
    firstRow += rows
  }
  return { columns, rows: firstRow, lanes, legs: legs.sort((a, b) => a.column - b.column || a.row - b.row) }
}

/** A leg goes on in its predecessor's row where that is free, so that a chain within one department is a straight line. */
function layLane(steps: readonly MapStep[], columnOf: ColumnOf): PlacedLeg[] {
  const taken = new Set<string>()
  const rowOf = new Map<string, number>()
  const inTurn = [...steps].sort((a, b) => columnOf(a.key) - columnOf(b.key))
  return inTurn.map((step) => {
    const column = columnOf(step.key)
    const wished = step.dependsOn.map((key) => rowOf.get(key)).filter((row) => row !== undefined)
    let row = wished.find((candidate) => !taken.has(`${column}:${candidate}`)) ?? 0
    while (taken.has(`${column}:${row}`)) row++
    taken.add(`${column}:${row}`)
    rowOf.set(step.key, row)
    return { key: step.key, column, row }
  })
}
