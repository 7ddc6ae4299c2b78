import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Box, drawEdges, lapWidth, legBox, type Point, roundedPath } from '../../web/src/relay-map/geometry.ts'
import { layoutRelay, type RelayLayout } from '../../web/src/relay-map/layout.ts'
import { layoutRail } from '../../web/src/relay-map/rail.ts'
import { type MapStep, readGraph } from '../../web/src/relay-map/step-graph.ts'

const SIZES = {
  legWidth: 110,
  legHeights: Array.from({ length: 30 }, (_, row) => 60 + (row % 3) * 17),
  gutter: 36,
  rowGap: 24,
}

const step = (key: string, department: string, ...dependsOn: string[]): MapStep => ({ key, department, dependsOn })

/** Any acyclic list of 1 to 30 steps in at most six departments, listed in any order. */
const workflows: fc.Arbitrary<MapStep[]> = fc.integer({ min: 1, max: 30 }).chain((count) => {
  const steps = Array.from({ length: count }, (_, index) =>
    fc.record({
      key: fc.constant(`s${index}`),
      department: fc.integer({ min: 0, max: 5 }).map((number) => `d${number}`),
      dependsOn:
        index === 0
          ? fc.constant([])
          : fc.subarray(
              Array.from({ length: index }, (_, n) => `s${n}`),
              { maxLength: Math.min(3, index) },
            ),
    }),
  )
  return fc.tuple(...steps).chain((list) => fc.shuffledSubarray(list, { minLength: count, maxLength: count }))
})
const widths = fc.integer({ min: 1, max: 12 })

const legsOf = (layout: RelayLayout) =>
  layout.laps.flatMap((lap, index) => lap.legs.map((leg) => ({ ...leg, lap: index })))
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

test('every step is placed once, in a lane of its own department', () => {
  fc.assert(
    fc.property(workflows, widths, (steps, widest) => {
      const layout = layoutRelay(steps, widest)
      const placed = layout.laps.flatMap((lap) =>
        lap.lanes.flatMap((lane) =>
          lap.legs
            .filter((leg) => leg.row >= lane.firstRow && leg.row < lane.firstRow + lane.rows)
            .map((leg) => `${leg.key} in ${lane.department}`),
        ),
      )
      expect(placed.sort()).toEqual(steps.map((one) => `${one.key} in ${one.department}`).sort())
    }),
  )
})

test('no two legs overlap, parallel ones included', () => {
  fc.assert(
    fc.property(workflows, widths, (steps, widest) => {
      for (const lap of layoutRelay(steps, widest).laps) {
        const boxes = lap.legs.map((leg) => legBox(leg, SIZES))
        const pairs = boxes.flatMap((box, index) => boxes.slice(index + 1).map((other) => [box, other] as const))
        expect(pairs.filter(([box, other]) => overlap(box, other))).toEqual([])
      }
    }),
  )
})

test('a step stands in a later column or lap than all it depends on', () => {
  fc.assert(
    fc.property(workflows, widths, (steps, widest) => {
      const at = new Map(legsOf(layoutRelay(steps, widest)).map((leg) => [leg.key, leg.lap * 100 + leg.column]))
      for (const one of steps) for (const key of one.dependsOn) expect(at.get(key)!).toBeLessThan(at.get(one.key)!)
    }),
  )
})

test('a lap is never wider than asked', () => {
  fc.assert(
    fc.property(workflows, widths, (steps, widest) => {
      for (const lap of layoutRelay(steps, widest).laps) expect(lap.columns).toBeLessThanOrEqual(widest)
    }),
  )
})

/** The straight pieces of a broken line. */
const pieces = (points: readonly Point[]) => points.slice(1).map((point, index) => [points[index]!, point] as const)
const cuts = ([a, b]: readonly [Point, Point], box: Box) =>
  overlap(box, {
    x: Math.min(a.x, b.x) + 0.01,
    y: Math.min(a.y, b.y) + 0.01,
    width: Math.abs(a.x - b.x) - 0.02,
    height: Math.abs(a.y - b.y) - 0.02,
  }) ||
  (a.y === b.y &&
    a.y > box.y &&
    a.y < box.y + box.height &&
    Math.max(a.x, b.x) > box.x &&
    Math.min(a.x, b.x) < box.x + box.width)

test('edges run forward from their source to their target and through no leg', () => {
  fc.assert(
    fc.property(workflows, widths, (steps, widest) => {
      const layout = layoutRelay(steps, widest)
      layout.laps.forEach((lap, index) => {
        const boxes = new Map(lap.legs.map((leg) => [leg.key, legBox(leg, SIZES)]))
        for (const { edge, points, crosses } of drawEdges(layout, index, SIZES)) {
          const source = boxes.get(edge.from)
          const target = boxes.get(edge.to)
          expect(points[0]!.x).toBe(source ? source.x + source.width : 0)
          expect(points.at(-1)!.x).toBe(target ? target.x : lapWidth(lap, SIZES))
          expect(crosses).toBe(source && target ? null : source ? 'right' : 'left')
          expect(pieces(points).filter(([from, to]) => to.x < from.x)).toEqual([])
          expect(pieces(points).filter((piece) => [...boxes.values()].some((box) => cuts(piece, box)))).toEqual([])
        }
      })
    }),
  )
})

test('two edges without a common end never lie on one another along a row', () => {
  const lieOn = ([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]) =>
    a.y === b.y && c.y === d.y && a.y === c.y && Math.min(b.x, d.x) - Math.max(a.x, c.x) > SIZES.gutter
  fc.assert(
    fc.property(workflows, widths, (steps, widest) => {
      const layout = layoutRelay(steps, widest)
      layout.laps.forEach((_, index) => {
        const drawn = drawEdges(layout, index, SIZES)
        const pairs = drawn.flatMap((one, turn) => drawn.slice(turn + 1).map((other) => [one, other] as const))
        const strangers = pairs.filter(([{ edge: a }, { edge: b }]) => a.from !== b.from && a.to !== b.to)
        const met = strangers.filter(([one, other]) =>
          pieces(one.points).some((piece) => pieces(other.points).some((rest) => lieOn(piece, rest))),
        )
        expect(met).toEqual([])
      })
    }),
  )
})

test('every edge is drawn: once within a lap, or cut at the border of both its laps', () => {
  fc.assert(
    fc.property(workflows, widths, (steps, widest) => {
      const layout = layoutRelay(steps, widest)
      const drawn = layout.laps.flatMap((_, lap) =>
        drawEdges(layout, lap, SIZES).map(({ edge }) => `${edge.from}>${edge.to}`),
      )
      const expected = layout.edges.flatMap(({ from, to }) =>
        layout.lapOf.get(from) === layout.lapOf.get(to) ? [`${from}>${to}`] : [`${from}>${to}`, `${from}>${to}`],
      )
      expect(drawn.sort()).toEqual(expected.sort())
    }),
  )
})

test('what is drawn says who waits for whom, no more and no less', () => {
  const reach = (edges: readonly { from: string; to: string }[]) => {
    const after = new Map<string, Set<string>>()
    for (const { from, to } of edges) after.set(to, (after.get(to) ?? new Set()).add(from))
    const ancestors = (key: string): Set<string> => {
      const direct = [...(after.get(key) ?? [])]
      return new Set(direct.flatMap((one) => [one, ...ancestors(one)]))
    }
    return [...after.keys()].flatMap((key) => [...ancestors(key)].map((one) => `${one}>${key}`)).sort()
  }
  fc.assert(
    fc.property(
      workflows.filter((steps) => steps.length <= 12),
      (steps) => {
        const given = steps.flatMap((one) => one.dependsOn.map((from) => ({ from, to: one.key })))
        expect(reach(readGraph(steps).edges)).toEqual(reach(given))
      },
    ),
  )
})

test('two parallel legs of one department lie in rows of one lane and meet again', () => {
  const layout = layoutRelay(
    [
      step('ask', 'sales'),
      step('pick', 'store', 'ask'),
      step('label', 'store', 'ask'),
      step('ship', 'van', 'pick', 'label'),
    ],
    8,
  )
  const [lap] = layout.laps
  expect(lap!.lanes).toEqual([
    { department: 'sales', firstRow: 0, rows: 1 },
    { department: 'store', firstRow: 1, rows: 2 },
    { department: 'van', firstRow: 3, rows: 1 },
  ])
  expect(lap!.legs.map((leg) => [leg.key, leg.column, leg.row])).toEqual([
    ['ask', 0, 0],
    ['pick', 1, 1],
    ['label', 1, 2],
    ['ship', 2, 3],
  ])
})

test('seventeen steps in a row are run in laps of equal length', () => {
  const chain = Array.from({ length: 17 }, (_, index) =>
    step(`s${index}`, 'one', ...(index > 0 ? [`s${index - 1}`] : [])),
  )
  expect(layoutRelay(chain, 8).laps.map((lap) => lap.legs.length)).toEqual([6, 6, 5])
})

test('an edge that a longer way already tells is not drawn twice', () => {
  const { edges } = readGraph([step('a', 'x'), step('b', 'x', 'a'), step('c', 'x', 'a', 'b')])
  expect(edges).toEqual([
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ])
})

test('a loop or a step that is not there does not keep the map from being drawn', () => {
  const layout = layoutRelay([step('a', 'x', 'b'), step('b', 'x', 'a', 'gone')], 8)
  expect(
    legsOf(layout)
      .map((leg) => leg.key)
      .sort(),
  ).toEqual(['a', 'b'])
})

test('on the rail every step comes once and after all it depends on', () => {
  fc.assert(
    fc.property(workflows, (steps) => {
      const { rows } = layoutRail(steps)
      const turn = new Map(rows.map((row, index) => [row.key, index]))
      expect([...turn.keys()].sort()).toEqual(steps.map((one) => one.key).sort())
      for (const one of steps) for (const key of one.dependsOn) expect(turn.get(key)!).toBeLessThan(turn.get(one.key)!)
    }),
  )
})

test('on the rail no line runs through a leg, and every line that comes in was led there', () => {
  fc.assert(
    fc.property(workflows, (steps) => {
      const { rows } = layoutRail(steps)
      let below = new Map<number, string>()
      for (const row of rows) {
        expect(row.passing.map((use) => use.track)).not.toContain(row.track)
        for (const use of [...row.passing, ...row.from]) expect(below.get(use.track)).toBe(use.by)
        below = new Map(row.passing.map((use) => [use.track, use.by]))
        if (row.leadsOn) below.set(row.track, row.key)
      }
      expect(below.size).toBe(0)
    }),
  )
})

test('a path with rounded corners starts and ends where its line does', () => {
  const path = roundedPath(
    [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 20 },
      { x: 30, y: 20 },
    ],
    4,
  )
  expect(path).toBe('M0 0L6 0Q10 0 10 4L10 16Q10 20 14 20L30 20')
})
