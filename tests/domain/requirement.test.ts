import { describe, expect, test } from 'vitest'
import type { OrderFacts } from '../../server/domain/condition.ts'
import { inForce, latestVersion, type Requirement, touches, versionFor } from '../../server/domain/requirement.ts'
import { concernsStep, namesStep } from '../../server/domain/requirement-scope.ts'
import { refused } from './refused.ts'
import { Relay, workflowOf } from './relay.ts'
import { requirement } from './requirements.ts'

const one = requirement({ version: 1, effectiveFrom: 100, effectiveTo: 200 })
const two = requirement({ version: 2, effectiveFrom: 200, effectiveTo: 300 })
const three = requirement({ version: 3, effectiveFrom: 300 })
const retired = requirement({ version: 3, effectiveFrom: 300, effectiveTo: 400 })
const versionOf = (found: Requirement | null) => found?.version ?? null

describe('in force', () => {
  test.each([
    [99, null],
    [100, 1],
    [199, 1],
    [200, 2],
    [299, 2],
    [300, 3],
    [9_999, 3],
  ])('at %i is version %s, from its first moment until just before its end', (at, version) => {
    expect(versionOf(inForce([three, one, two], at))).toBe(version)
  })

  test('is nothing once the series is retired', () => {
    expect([399, 400].map((at) => versionOf(inForce([one, two, retired], at)))).toEqual([3, null])
  })

  test('is never a version that was replaced before it began', () => {
    const never = requirement({ version: 2, effectiveFrom: 200, effectiveTo: 200 })
    const next = requirement({ version: 3, effectiveFrom: 200 })
    expect(versionOf(inForce([one, never, next], 200))).toBe(3)
  })
})

describe('an order is held to', () => {
  const binding = (version: Requirement) => ({ ...version, bindsOpenOrders: true })
  const cases: readonly (readonly [string, readonly Requirement[], number, number | null])[] = [
    ['the version in force when it was placed', [one, two, three], 250, 2],
    ['nothing where it was placed before the first', [one, two, three], 99, null],
    ['nothing where it was placed after the series was retired', [one, two, retired], 400, null],
    ['a later version that binds open orders', [one, two, binding(three)], 150, 3],
    ['the first version that binds open orders though it was placed before', [binding(one)], 50, 1],
    ['the last one that binds, not a later one that does not', [one, binding(two), three], 150, 2],
    ['the version of its placing where only an earlier one binds', [binding(one), two, three], 350, 3],
    ['nothing where it was placed after what binds was retired', [one, two, binding(retired)], 450, null],
    ['what binds though that was retired later', [one, two, binding(retired)], 150, 3],
    [
      'no version that was replaced before it began',
      [
        one,
        requirement({ version: 2, effectiveFrom: 200, effectiveTo: 200, bindsOpenOrders: true }),
        requirement({ version: 3, effectiveFrom: 200 }),
      ],
      150,
      1,
    ],
  ]
  test.each(cases)('%s', (_, versions, placedAt, version) => {
    expect(versionOf(versionFor(versions, placedAt))).toBe(version)
    expect(versionOf(versionFor(versions.toReversed(), placedAt))).toBe(version)
  })

  test('nothing by a series that has no version', () => {
    expect([versionFor([], 1), inForce([], 1), latestVersion([])]).toEqual([null, null, null])
  })
})

describe('a requirement touches', () => {
  /** Department 1 sells, 2 makes, 3 checks what 2 made. */
  const workflow = workflowOf({ sell: [], make: ['sell'], check: ['make'] })
  const facts: OrderFacts = {
    number: 'S-42',
    customer: 'acme',
    isNewCustomer: true,
    rep: 'ann',
    channel: '',
    circumstances: [],
    attributes: {},
    lines: [],
  }
  const cases: readonly (readonly [string, Partial<Requirement>, string[], (number | null)[]])[] = [
    ["its department's work as a whole", { departmentId: 2 }, [], [null]],
    ['nothing where its department has no part', { departmentId: 9 }, [], []],
    ['nothing where the work of its department is skipped', { departmentId: 2 }, ['make'], []],
    ['the steps that it names', { stepKeys: ['check', 'sell'] }, [], [0, 2]],
    ['of those the ones that are not skipped', { stepKeys: ['check', 'sell'] }, ['check'], [0]],
    ['nothing where it names no step of this workflow', { stepKeys: ['bill'] }, [], []],
    ['orders of the workflow that it names', { workflowKey: 'sale', departmentId: 2 }, [], [null]],
    ['no orders of another workflow', { workflowKey: 'rush', stepKeys: ['make'] }, [], []],
    ['orders that meet its condition', { departmentId: 2, appliesWhen: 'order.isNewCustomer' }, [], [null]],
    ['no others', { departmentId: 2, appliesWhen: '!order.isNewCustomer' }, [], []],
    [
      'nothing, without asking its condition, where it has no part',
      { departmentId: 9, appliesWhen: 'order.attributes.x == ""' },
      [],
      [],
    ],
  ]
  test.each(cases)('%s', (_, rest, skipped, places) => {
    expect(touches(requirement(rest), workflow, new Relay(workflow, skipped).order, facts)).toEqual(places)
  })

  test('steps that are done as well: what was owed for them stays', () => {
    const { order } = new Relay(workflow).complete('sell')
    expect(touches(requirement({ stepKeys: ['sell'] }), workflow, order, facts)).toEqual([0])
  })

  test('or is refused where its condition cannot be said', () => {
    const asks = requirement({ departmentId: 2, appliesWhen: 'order.attributes.x == ""' })
    expect(refused(() => touches(asks, workflow, new Relay(workflow).order, facts)).code).toBe('BAD_USER_INPUT')
  })
})

describe('a requirement is about a step', () => {
  const workflow = workflowOf({ sell: [], make: ['sell'] })
  const [sell, make] = workflow.steps
  const cases: readonly (readonly [string, Partial<Requirement>, boolean[], boolean[]])[] = [
    ['of its department where it names none', { departmentId: 2 }, [false, true], [false, false]],
    ['that it names, whoever performs it', { stepKeys: ['sell'], departmentId: 2 }, [true, false], [true, false]],
    ['of its workflow', { stepKeys: ['sell'], workflowKey: 'sale' }, [true, false], [true, false]],
    ['of no other workflow', { stepKeys: ['sell'], workflowKey: 'rush' }, [false, false], [false, false]],
  ]
  test.each(cases)('%s', (_, rest, concerned, named) => {
    const asked = requirement(rest)
    expect([sell!, make!].map((step) => concernsStep(asked, workflow, step))).toEqual(concerned)
    expect([sell!, make!].map((step) => namesStep(asked, workflow, step))).toEqual(named)
  })
})
