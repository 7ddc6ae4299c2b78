import fc from 'fast-check'
import type { Command } from '../../server/domain/step-machine.ts'

type PlannedStep = { readonly key: string; readonly dependsOn: readonly string[]; readonly delivers: boolean }
/** A workflow to be published, and the steps that do not apply to its order. */
export type Plan = { readonly steps: readonly PlannedStep[]; readonly skipped: readonly string[] }

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'] as const

/** Workflows of one to six steps, each depending on some of those before it, at least one of which applies. */
export const plans: fc.Arbitrary<Plan> = fc.integer({ min: 1, max: KEYS.length }).chain((count) => {
  const keys = KEYS.slice(0, count)
  const step = (key: string, place: number) =>
    fc.record({ key: fc.constant(key), dependsOn: fc.subarray(keys.slice(0, place)), delivers: fc.boolean() })
  return fc.record({ steps: fc.tuple(...keys.map(step)), skipped: fc.subarray(keys.slice(1)) })
})

const step = fc.constantFrom(...KEYS.slice(0, 4))
const reason = fc.constantFrom('no steel', 'wrong colour', 'form is missing')
const holderId = fc.option(fc.constantFrom(1, 2, 3), { nil: null })

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('complete'), step }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('start'), step }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('block'), step, reason }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('unblock'), step, hold: fc.constantFrom(null, 1, 2) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('skip'), step, reason }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('assign'), step, holderId }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('return'),
      step,
      reason,
      to: fc.option(fc.subarray([...KEYS]), { nil: null }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('report'),
      step,
      state: fc.constantFrom('READY', 'IN_PROGRESS', 'BLOCKED', 'DONE', 'SKIPPED'),
      holderId,
      reason: fc.option(reason, { nil: null }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('promise'), date: fc.constantFrom('2026-12-15', '2026-12-24') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel'), reason }) },
) as fc.Arbitrary<Command>

export const commands = fc.array(command, { minLength: 5, maxLength: 25 })
