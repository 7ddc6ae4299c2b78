import fc from 'fast-check'
import { expect, test } from 'vitest'
import { workflowFaults } from '../../server/domain/workflow-faults.ts'
import { stepGraphFaults } from '../../server/domain/workflow-graph-faults.ts'
import { draft, step } from './drafts.ts'

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f']
const anyGraph = fc.tuple(...KEYS.map(() => fc.subarray(KEYS))).map((dependencies) =>
  KEYS.map((key, index) =>
    step(
      key,
      dependencies[index]!.filter((other) => other !== key),
    ),
  ),
)
const sparseGraph = fc.tuple(...KEYS.map(() => fc.subarray(KEYS, { maxLength: 1 }))).map((dependencies) =>
  KEYS.map((key, index) =>
    step(
      key,
      dependencies[index]!.filter((other) => other !== key),
    ),
  ),
)
const graph = fc.oneof(anyGraph, sparseGraph)

/** Naively: can `to` be come to from `from`, going along what follows what? */
function leads(
  steps: readonly ReturnType<typeof step>[],
  from: string,
  to: string,
  seen: readonly string[] = [],
): boolean {
  return steps
    .filter((next) => next.dependsOn.includes(from) && !seen.includes(next.key))
    .some((next) => next.key === to || leads(steps, next.key, to, [...seen, next.key]))
}

test('a circle is named exactly where there is one, and every step on one is in a circle that is named', () => {
  fc.assert(
    fc.property(graph, (steps) => {
      const faults = [...stepGraphFaults(steps).values()].flat().filter((fault) => fault.fault === 'CYCLE')
      const circles = faults.map((fault) => fault.message.split(' is ')[0]!.split(' → '))
      const onCircle = KEYS.filter((key) => leads(steps, key, key))
      expect(new Set(circles.flat())).toEqual(new Set(onCircle))
      for (const circle of circles) {
        expect(circle[0]).toBe(circle.at(-1))
        for (const [index, key] of circle.slice(1).entries())
          expect(steps.find((candidate) => candidate.key === key)!.dependsOn).toContain(circle[index])
      }
    }),
  )
})

test('a step is unreachable exactly where only circles lead to it', () => {
  fc.assert(
    fc.property(graph, (steps) => {
      const faults = [...stepGraphFaults(steps).values()].flat().filter((fault) => fault.fault === 'UNREACHABLE_STEP')
      const beginnings = steps.filter((candidate) => candidate.dependsOn.length === 0).map((candidate) => candidate.key)
      const expected = KEYS.filter(
        (key) =>
          !leads(steps, key, key) && !beginnings.includes(key) && !beginnings.some((first) => leads(steps, first, key)),
      )
      expect(faults.map((fault) => fault.step)).toEqual(expected)
    }),
  )
})

test('500 steps with 20,000 dependencies are sound, whatever number of paths there is between them', () => {
  const keys = Array.from({ length: 500 }, (_, index) => `s${index}`)
  const steps = keys.map((key, index) => step(key, keys.slice(Math.max(0, index - 41), index)))
  expect(steps.flatMap((candidate) => candidate.dependsOn).length).toBeGreaterThan(19_500)
  expect(workflowFaults(draft(steps), new Set(['accounting']))).toEqual([])
})

test('a circle of 500 steps is named in short', () => {
  const keys = Array.from({ length: 500 }, (_, index) => `s${index}`)
  const steps = keys.map((key, index) => step(key, [keys.at(index - 1)!]))
  const faults = workflowFaults(draft(steps), new Set(['accounting']))
  expect(faults).toHaveLength(1)
  expect(faults[0]!.message).toMatch(/^s0 → s1 → .* → \(488 more\) → s498 → s499 → s0 is a circle/)
})

test('where all 500 depend on all others, every step stands in a circle that is named', () => {
  const keys = Array.from({ length: 500 }, (_, index) => `s${index}`)
  const steps = keys.map((key) =>
    step(
      key,
      keys.filter((other) => other !== key),
    ),
  )
  const faults = workflowFaults(draft(steps), new Set(['accounting']))
  const circles = faults.map((fault) => fault.message.split(' is ')[0]!.split(' → '))
  expect(new Set(circles.flat())).toEqual(new Set(keys))
  expect(circles.every((circle) => circle.length === 3)).toBe(true)
})

test('one step with 20,000 dependencies on nothing has each of them named', () => {
  const dangling = Array.from({ length: 20_000 }, (_, index) => `z${index}`)
  const faults = workflowFaults(draft([step('a', dangling)]), new Set(['accounting']))
  expect(faults.map((fault) => fault.fault)).toEqual(dangling.map(() => 'DANGLING_DEPENDENCY'))
})
