import { expect, test } from 'vitest'
import { firstDifference } from '../../server/domain/difference.ts'

test.each([
  ['the same values in another order of members', { a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, null],
  ['a member that is undefined and one that is missing', { a: 1, b: undefined }, { a: 1 }, null],
  [
    'a value deep inside',
    { steps: [{ runs: [{ number: 1 }] }] },
    { steps: [{ runs: [{ number: 2 }] }] },
    'steps.0.runs.0.number',
  ],
  ['a list that is longer', { holds: [] }, { holds: [1] }, 'holds.0'],
  ['a list in another order', [1, 2], [2, 1], '0'],
  ['a number and its text', { quantity: 2 }, { quantity: '2' }, 'quantity'],
  ['null and an object', { a: null }, { a: {} }, 'a'],
  ['an object and a list', { a: {} }, { a: [] }, 'a'],
  ['two plain values', 1, 2, ''],
])('%s', (_, left, right, path) => {
  expect(firstDifference(left, right)?.path ?? null).toBe(path)
})
