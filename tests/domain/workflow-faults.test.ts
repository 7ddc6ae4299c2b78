import { describe, expect, test } from 'vitest'
import {
  checkWorkflow,
  deliveringKeys,
  type WorkflowDraft,
  workflowFaults,
} from '../../server/domain/workflow-faults.ts'
import { draft, step } from './drafts.ts'
import { refused } from './refused.ts'

const departments = new Set(['accounting', '出荷'])
const faultsOf = (given: WorkflowDraft) => workflowFaults(given, departments)
const named = (given: WorkflowDraft) => faultsOf(given).map(({ fault, step: at }) => `${fault} ${at}`)

describe('a workflow may be published', () => {
  test.each<[string, WorkflowDraft]>([
    ['with one step', draft([step('a')])],
    ['with steps in any order', draft([step('c', ['b']), step('a'), step('b', ['a'])])],
    [
      'with parallel legs that rejoin',
      draft([step('a'), step('b', ['a']), step('c', ['a']), step('d', ['b', 'c', 'a'])]),
    ],
    ['with two beginnings that never meet', draft([step('a'), step('b')])],
    [
      'with names of any script',
      draft([step('受注入力', [], { department: '出荷' })], { key: '受注', name: '受注 → 出荷' }),
    ],
    [
      'with conditions, lead times and delivering steps',
      draft([step('a', [], { appliesWhen: 'order.isNewCustomer', leadTime: 'P3D', delivers: true })], {
        appliesWhen: '"rush" in order.circumstances',
      }),
    ],
    ['with 500 steps in one chain', draft(chain(500))],
  ])('%s', (_, given) => {
    expect(faultsOf(given)).toEqual([])
  })
})

describe('a workflow is refused', () => {
  test.each<[string, WorkflowDraft, string[]]>([
    ['without steps', draft([]), ['NO_STEPS null']],
    ['with more than 500 steps', draft(chain(501)), ['TOO_MANY_STEPS null']],
    ['with a blank key', draft([step('a')], { key: ' ' }), ['KEY null']],
    ['with a key that is too long', draft([step('a')], { key: 'x'.repeat(121) }), ['KEY null']],
    ['with a blank name', draft([step('a')], { name: '' }), ['NAME null']],
    ['with a name that is too long', draft([step('a')], { name: 'x'.repeat(201) }), ['NAME null']],
    ['with NUL in its name', draft([step('a')], { name: 'a\0' }), ['NAME null']],
    [
      'with a condition that does not type-check',
      draft([step('a')], { appliesWhen: 'order.number > 1' }),
      ['CONDITION null'],
    ],
    ['with a condition that is not yes or no', draft([step('a')], { appliesWhen: 'order.number' }), ['CONDITION null']],
    ['with a step with a blank key', draft([step('')]), ['KEY ']],
    ['with a step with a blank name', draft([step('a', [], { name: ' ' })]), ['NAME a']],
    ['with a step with a condition that is broken', draft([step('a', [], { appliesWhen: 'order.' })]), ['CONDITION a']],
    ['with a step with a bad duration', draft([step('a', [], { leadTime: '3 days' })]), ['LEAD_TIME a']],
    ['with a step of an unknown department', draft([step('a', [], { department: 'magic' })]), ['UNKNOWN_DEPARTMENT a']],
    ['with two steps of one key', draft([step('a'), step('b'), step('a')]), ['DUPLICATE_KEY a']],
    ['with a step that depends on itself', draft([step('a'), step('b', ['a', 'b'])]), ['SELF_DEPENDENCY b']],
    ['with a step that depends on what is no step', draft([step('a', ['z'])]), ['DANGLING_DEPENDENCY a']],
    ['with a dependency given twice', draft([step('a'), step('b', ['a', 'a', 'a'])]), ['DUPLICATE_DEPENDENCY b']],
    ['with a circle', draft([step('a', ['b']), step('b', ['a'])]), ['CYCLE a']],
    [
      'with a step that only a circle leads to',
      draft([step('c', ['b']), step('a', ['b']), step('b', ['a']), step('d', ['c'])]),
      ['UNREACHABLE_STEP c', 'CYCLE a', 'UNREACHABLE_STEP d'],
    ],
    [
      'with a step that only a step that depends on itself leads to',
      draft([step('a', ['a']), step('b', ['a'])]),
      ['SELF_DEPENDENCY a', 'UNREACHABLE_STEP b'],
    ],
    [
      'with two circles that share a step, each named',
      draft([step('a', ['b']), step('b', ['a', 'c']), step('c', ['b'])]),
      ['CYCLE a', 'CYCLE c'],
    ],
  ])('%s', (_, given, faults) => {
    expect(named(given)).toEqual(faults)
  })

  test('with every fault at once, its own first, then those of the steps in their order', () => {
    const given = draft(
      [
        step('a', ['c'], { department: 'magic', leadTime: 'P1W' }),
        step('b', ['b', 'z'], { appliesWhen: '1' }),
        step('c', ['a']),
        step('a', [], { name: '' }),
      ],
      { key: '', name: '', appliesWhen: 'nothing' },
    )
    expect(named(given)).toEqual([
      'KEY null',
      'NAME null',
      'CONDITION null',
      'UNKNOWN_DEPARTMENT a',
      'LEAD_TIME a',
      'CYCLE a',
      'CONDITION b',
      'SELF_DEPENDENCY b',
      'DANGLING_DEPENDENCY b',
      'NAME a',
      'DUPLICATE_KEY a',
    ])
  })

  test('in words that name what is wrong', () => {
    const given = draft([
      step('order', ['bill']),
      step('pack', ['order', 'stock']),
      step('bill', ['pack'], { department: 'magic' }),
    ])
    expect(faultsOf(given).map((fault) => fault.message)).toEqual([
      'order → pack → bill → order is a circle: none can start',
      'pack: depends on stock, which is no step',
      'bill: there is no department magic',
    ])
  })
})

test('publishing it is refused with WORKFLOW_INVALID and every fault, and let through without any', () => {
  const given = draft([step('a', ['a'], { department: 'magic' })])
  expect(refused(() => checkWorkflow(given, departments))).toMatchObject({
    code: 'WORKFLOW_INVALID',
    faults: faultsOf(given),
  })
  expect(() => checkWorkflow(draft([step('a')]), departments)).not.toThrow()
})

describe('the delivering steps', () => {
  test.each<[string, WorkflowDraft, string[]]>([
    ['are those marked', draft([step('a', [], { delivers: true }), step('b', ['a'])]), ['a']],
    ['are the last ones where none is marked', draft([step('a'), step('b', ['a']), step('c', ['a'])]), ['b', 'c']],
    [
      'are the last ones where all say no',
      draft([step('a', [], { delivers: false }), step('b', ['a'], { delivers: false })]),
      ['b'],
    ],
  ])('%s', (_, given, delivering) => {
    expect(deliveringKeys(given)).toEqual(new Set(delivering))
  })
})

function chain(length: number) {
  return Array.from({ length }, (_, index) => step(`s${index}`, index === 0 ? [] : [`s${index - 1}`]))
}
