import { describe, expect, test } from 'vitest'
import { hoursInWords } from '../../web/src/admin/calendar-words.ts'
import { hueOf, lettersOf } from '../../web/src/components/department-mark.tsx'
import { fits } from '../../web/src/search/found.ts'
import { type ComparedStep, differenceOf } from '../../web/src/workflows/difference.ts'

const step = (key: string, ...before: string[]): ComparedStep => ({
  key,
  name: key.toUpperCase(),
  appliesWhen: null,
  delivers: false,
  department: { key: 'sales', name: 'Sales' },
  dependsOn: before.map((one) => ({ key: one })),
})

describe('the difference of two versions', () => {
  const told = (before: ComparedStep[], after: ComparedStep[]) =>
    Object.fromEntries(differenceOf(before, after).steps.map((one) => [one.step.key, [one.change, ...one.told]]))

  test('is nothing where nothing differs, in whatever order a step names those before it', () => {
    const { steps, edges } = differenceOf(
      [step('a'), step('b'), step('c', 'a', 'b')],
      [step('a'), step('b'), step('c', 'b', 'a')],
    )
    expect(steps.map(({ change }) => change)).toEqual(['same', 'same', 'same'])
    expect(edges).toEqual([])
  })

  test('tells what was added and removed, what is gone after the step that it stood behind', () => {
    const { steps, edges } = differenceOf(
      [step('a'), step('x', 'a'), step('b', 'x')],
      [step('a'), step('b', 'a'), step('c', 'b')],
    )
    expect(steps.map((one) => [one.step.key, one.change])).toEqual([
      ['a', 'same'],
      ['x', 'removed'],
      ['b', 'changed'],
      ['c', 'added'],
    ])
    expect(edges).toEqual(
      expect.arrayContaining([
        { from: 'a', to: 'b', change: 'added' },
        { from: 'x', to: 'b', change: 'removed' },
        { from: 'a', to: 'x', change: 'removed' },
        { from: 'b', to: 'c', change: 'added' },
      ]),
    )
    expect(edges).toHaveLength(4)
  })

  test('puts a first step that is gone first', () => {
    expect(differenceOf([step('x'), step('a')], [step('a')]).steps.map((one) => one.step.key)).toEqual(['x', 'a'])
  })

  test('tells a move to another department, another name, another condition, and who waits for whom', () => {
    const elsewhere = { ...step('a'), department: { key: 'quality', name: 'Quality' } }
    expect(told([step('a')], [elsewhere])).toEqual({ a: ['moved', 'moved from Sales to Quality'] })
    expect(told([step('a')], [{ ...step('a'), name: 'B' }])).toEqual({ a: ['changed', 'was called “A”'] })
    expect(told([step('a')], [{ ...step('a'), appliesWhen: 'x' }]).a).toContain('is now part of an order only when x')
    expect(told([{ ...step('a'), appliesWhen: 'x' }], [step('a')]).a).toContain('is now always part of an order')
    expect(told([step('a')], [{ ...step('a'), delivers: true }]).a).toContain('now delivers the order')
    expect(told([step('a'), step('b'), step('c', 'a')], [step('a'), step('b'), step('c', 'b')]).c).toEqual([
      'changed',
      'now waits for “B”',
      'no longer waits for “A”',
    ])
  })
})

test('days with the same hours are told together, and a night ends on the next day', () => {
  const day = (weekday: number, opens = '08:00', closes = '17:00') => ({ weekday, opens, closes })
  expect(
    hoursInWords(
      [5, 1, 2, 3, 4].map((weekday) => day(weekday)),
      'en-GB',
    ),
  ).toEqual(['Mon to Fri 08:00 – 17:00'])
  expect(hoursInWords([day(1), day(3), day(3, '18:00', '20:00'), day(6, '22:00', '06:00')], 'en-GB')).toEqual([
    'Mon 08:00 – 17:00',
    'Wed 08:00 – 17:00, 18:00 – 20:00',
    'Sat 22:00 – 06:00 the next day',
  ])
  expect(hoursInWords([])).toEqual([])
})

test('a person is found by any part of any name, whatever the case and the accents', () => {
  expect(fits('herrera tomas', 'Tomás Herrera', 'tomas.herrera')).toBe(true)
  expect(fits('LINDQ', 'Maya Lindqvist')).toBe(true)
  expect(fits('lindq sales', 'Maya Lindqvist')).toBe(false)
  expect(fits('  ', 'Maya Lindqvist')).toBe(false)
})

test('a department has two letters, or one character of a script without spaces, and always the same hue', () => {
  expect(['Order desk', 'Accounting', 'Nordlink Freight', '与信審査', 'R&D'].map(lettersOf)).toEqual([
    'OD',
    'Ac',
    'NF',
    '与',
    'RD',
  ])
  expect(hueOf('sales')).toBe(hueOf('sales'))
  expect(new Set(['sales', 'quality', 'production', 'shipping'].map(hueOf)).size).toBe(4)
})
