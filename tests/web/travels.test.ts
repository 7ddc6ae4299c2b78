import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StepState } from '../../web/src/documents/order-documents.ts'
import { drawEdges } from '../../web/src/relay-map/geometry.ts'
import { layoutRelay } from '../../web/src/relay-map/layout.ts'
import { readGraph } from '../../web/src/relay-map/step-graph.ts'
import { arrivalOf, travelPieces } from '../../web/src/relay-map/travel-pieces.ts'
import { type States, travelsBetween } from '../../web/src/relay-map/travels.ts'

/** enter, then check and plan at the same time, then both lead to make; then ship. */
const STEPS = [
  { key: 'enter', department: 'desk', dependsOn: [] },
  { key: 'check', department: 'accounting', dependsOn: ['enter'] },
  { key: 'plan', department: 'planning', dependsOn: ['enter'] },
  { key: 'make', department: 'production', dependsOn: ['check', 'plan'] },
  { key: 'ship', department: 'warehouse', dependsOn: ['make'] },
]
const { edges } = readGraph(STEPS)
const LETTERS: Readonly<Record<string, StepState>> = {
  w: 'WAITING',
  r: 'READY',
  i: 'IN_PROGRESS',
  b: 'BLOCKED',
  d: 'DONE',
  s: 'SKIPPED',
}
const states = (letters: string): States =>
  new Map(STEPS.map(({ key }, index) => [key, { state: LETTERS[letters[index]!]! }]))
const told = (before: string, after: string) =>
  travelsBetween(states(before), states(after), edges).map(({ path, isBack }) => {
    const way = [path[0]!.from, ...path.map(({ to }) => to)]
    return (isBack ? way.reverse() : way).join(' ')
  })

describe('the baton travels', () => {
  test.each([
    ['to each step that became ready', 'iwwww', 'drrww', ['enter check', 'enter plan']],
    ['from the last of those that a step waited for', 'ddiww', 'dddrw', ['plan make']],
    ['not yet while another is waited for', 'diiww', 'ddiww', []],
    ['through a step that was skipped', 'drrww', 'ddsrw', ['check make']],
    ['over several skipped ones', 'iwwww', 'dssrw', ['enter check make']],
    ['back to a step that is to be done again', 'dddrw', 'ddrww', ['make plan']],
    ['back to one further before', 'dddrw', 'rwwww', ['make check enter']],
    ['back from a step that had been started', 'ddddi', 'dddrw', ['ship make']],
    ['nowhere when a step is started, held or finished last', 'drrww', 'dibww', []],
    ['nowhere when nothing changed', 'ddddi', 'ddddi', []],
  ])('%s', (_, before, after, ways) => {
    expect(told(before, after)).toEqual(ways)
  })

  test('nowhere between what was not shown before', () => {
    expect(travelsBetween(new Map(), states('drrww'), edges)).toEqual([])
  })

  test('along lines that start at the one step and end at the other, whatever the laps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.boolean(), (widest, isBack) => {
        const layout = layoutRelay(STEPS, widest)
        const sizes = { legWidth: 100, legHeights: Array(9).fill(60), gutter: 30, rowGap: 20 }
        const drawn = layout.laps.map((_, lap) => drawEdges(layout, lap, sizes))
        const line = (from: string, to: string) => ({ from, to })
        const travel = { path: [line('enter', 'check'), line('check', 'make'), line('make', 'ship')], isBack }
        const pieces = travelPieces([travel], drawn)
        const first = drawn[layout.lapOf.get('enter')!]!.find(({ edge }) => edge.to === 'check')!.points[0]
        const last = drawn[layout.lapOf.get('ship')!]!.find(({ edge }) => edge.to === 'ship')!.points.at(-1)
        expect(pieces[0]!.points[0]).toEqual(isBack ? last : first)
        expect(pieces.at(-1)!.points.at(-1)).toEqual(isBack ? first : last)
        expect(pieces.map(({ turn }) => turn)).toEqual(pieces.map((_, index) => index))
        expect(pieces.every(({ of }) => of === pieces.length)).toBe(true)
        expect(arrivalOf(travel)).toBe(isBack ? 'enter' : 'ship')
      }),
    )
  })
})
