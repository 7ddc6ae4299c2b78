import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkWorkflow } from '../../server/domain/workflow-faults.ts'
import { discoverWorkflow, ordinarySteps } from '../../server/interop/discovery.ts'
import { precedenceOf } from '../../server/interop/precedence.ts'
import { refused } from '../domain/refused.ts'
import { readLog, sequences } from './logs.ts'

/** `{ b: 'a' }`: b depends on a. A step is one letter. */
async function dependencies(...orders: readonly string[]): Promise<Record<string, string>> {
  const { draft } = discoverWorkflow(await sequences(...orders), 'found')
  return Object.fromEntries(draft.steps.map((step) => [step.key, [...step.dependsOn].sort().join('')]))
}

describe('the workflow that a log shows', () => {
  test('has a dependency where one step was always done before the other, and none that follows from others', async () => {
    expect(await dependencies('abc', 'abc', 'abc')).toEqual({ a: '', b: 'a', c: 'b' })
  })

  test('has steps beside each other where their order changes', async () => {
    expect(await dependencies('abcd', 'acbd', 'abcd', 'acbd')).toEqual({ a: '', b: 'a', c: 'a', d: 'bc' })
  })

  test('keeps alternatives apart that never meet in an order', async () => {
    expect(await dependencies('abd', 'acd', 'abd', 'acd')).toEqual({ a: '', b: 'a', c: 'a', d: 'bc' })
  })

  test('takes a dependency that holds in four of five orders, none that holds in three of four', async () => {
    expect(await dependencies('ab', 'ab', 'ab', 'ab', 'ba')).toEqual({ a: '', b: 'a' })
    expect(await dependencies('ab', 'ab', 'ab', 'ba')).toEqual({ a: '', b: '' })
  })

  test('loses the weakest dependency of a cycle', async () => {
    const orders = ['ab', 'ab', 'ab', 'ab', 'ab', 'bc', 'bc', 'bc', 'bc', 'ca', 'ca', 'ca']
    expect(await dependencies(...orders)).toEqual({ a: '', b: 'a', c: 'b' })
  })

  test('does not tie two steps to each other by a rare one between them', async () => {
    const orders = ['axb', 'axb', 'axb', 'ab', 'ba', 'ba', 'ba', 'ba']
    const found = await dependencies(...orders)
    expect([found.x, found.b]).not.toEqual(['a', 'x'])
  })

  test('lists its steps as they typically come', async () => {
    const { draft } = discoverWorkflow(await sequences('qps', 'qp', 'q'), 'found')
    expect(draft.steps.map((step) => step.key)).toEqual(['q', 'p', 's'])
  })

  test('tells which steps were repeated and what was gone back to', async () => {
    const { repeats, loops } = discoverWorkflow(await sequences('abab', 'abab', 'abb', 'ab'), 'found')
    expect(repeats).toEqual([
      { step: 'b', orders: 3 },
      { step: 'a', orders: 2 },
    ])
    expect(loops).toEqual([{ from: 'a', over: 'b', orders: 2 }])
  })

  test('says in its name that it was discovered', async () => {
    expect(discoverWorkflow(await sequences('ab', 'ab'), 'found').draft.name).toBe(
      'log (discovered in a log of 2 orders)',
    )
  })

  test('gives a step the department that most of its activities name, by themselves or by who held them', async () => {
    const mapping = {
      columns: { order: 'o', step: 's', at: 't', holder: 'h' },
      joins: [{ file: 'p.csv', on: 'h', take: { department: 'd' } }],
    }
    const day = '2024-01-01T00:00:00Z'
    const rows = `o,s,t,h\n1,a,${day},x\n2,a,${day},y\n3,a,${day},y\n1,b,${day},z\n`
    const { log } = await readLog(mapping, rows, { 'p.csv': 'h,d\nx,Sales\ny,Stock\n' })
    const { steps } = discoverWorkflow(log, 'found').draft
    expect(steps.map((step) => [step.key, step.department])).toEqual([
      ['a', 'Stock'],
      ['b', 'imported'],
    ])
  })

  test('delivers with the steps that the mapping names, else with the last ones', async () => {
    const log = await sequences('abc', 'abc')
    const delivering = (delivers: string[]) =>
      discoverWorkflow({ ...log, delivers }, 'found').draft.steps.flatMap((step) => (step.delivers ? [step.key] : []))
    expect(delivering(['b'])).toEqual(['b'])
    expect(delivering([])).toEqual(['c'])
    expect(refused(() => delivering(['z']))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'delivers', value: 'z' })
  })

  test('orders two steps of one instant as the log lists them', async () => {
    const mapping = { timeZone: 'UTC', columns: { order: 'o', step: 's', at: 't' } }
    const { log } = await readLog(mapping, 'o,s,t\n1,a,2024-01-01\n1,b,2024-01-01\n2,a,2024-01-02\n2,b,2024-01-02\n')
    expect(discoverWorkflow(log, 'found').draft.steps[1]).toMatchObject({ key: 'b', dependsOn: ['a'] })
  })

  test('counts a step as ordinary that half of the orders went through', async () => {
    expect([...ordinarySteps(await sequences('ab', 'a', 'abc', 'a'))]).toEqual(['a', 'b'])
  })

  test('is sound, reduced and stands up to the log, whatever the log', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcdefg'), minLength: 1, maxLength: 9 })
    await fc.assert(
      fc.asyncProperty(fc.array(letters, { minLength: 1, maxLength: 12 }), async (orders) => {
        const log = await sequences(...orders)
        const { draft } = discoverWorkflow(log, 'found')
        checkWorkflow(draft, new Set(['imported']))
        const { steps, before, both, orders: counts } = precedenceOf(log)
        for (const step of draft.steps)
          for (const key of step.dependsOn) {
            const [a, b] = [steps.indexOf(key), steps.indexOf(step.key)]
            expect(both(a, b)).toBeGreaterThanOrEqual(Math.min(3, counts[a]!, counts[b]!))
            expect(before(a, b) / both(a, b)).toBeGreaterThanOrEqual(0.8)
            const others = step.dependsOn.filter((other) => other !== key)
            for (const other of others) expect(ancestors(draft.steps, other)).not.toContain(key)
          }
      }),
    )
  })
})

type Steps = readonly { readonly key: string; readonly dependsOn: readonly string[] }[]

function ancestors(steps: Steps, key: string): Set<string> {
  const direct = steps.find((step) => step.key === key)!.dependsOn
  return new Set(direct.flatMap((before) => [before, ...ancestors(steps, before)]))
}
