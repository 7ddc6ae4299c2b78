import { describe, expect, test } from 'vitest'
import { CONDITION_LIMIT, conditionFault, conditionHolds, type OrderFacts } from '../../server/domain/condition.ts'
import { refused } from './refused.ts'

const facts: OrderFacts = {
  number: 'S-1',
  customer: 'acme',
  isNewCustomer: true,
  rep: 'ann',
  channel: 'web',
  circumstances: ['rush', 'export'],
  attributes: { weight: '12', 地域: '関東' },
  lines: [
    { sku: 'saw', category: 'tools', quantity: 2 },
    { sku: 'oil', category: '', quantity: 0.5 },
  ],
}

const holds = (source: string | null, of = facts) => conditionHolds(source, of, 'step pick of workflow sale version 2')

describe('a condition', () => {
  test.each([
    ['order.isNewCustomer', true],
    ['!order.isNewCustomer', false],
    ['order.number == "S-1" && order.customer == "acme" && order.rep == "ann"', true],
    ['order.channel in ["shop", "web"]', true],
    ['"rush" in order.circumstances', true],
    ['"import" in order.circumstances', false],
    ['order.circumstances.exists(c, c.startsWith("exp"))', true],
    ['int(order.attributes.weight) > 10', true],
    ['order.attributes["地域"] == "関東"', true],
    ['has(order.attributes.colour) && order.attributes.colour == "red"', false],
    ['order.lines.exists(line, line.category == "tools" && line.quantity >= 2)', true],
    ['order.lines.exists(line, line.quantity == 2)', true],
    ['order.lines.all(line, line.quantity >= 1.0)', false],
    ['order.lines.filter(line, line.quantity > 1).map(line, line.sku) == ["saw"]', true],
    ['size(order.lines) == 2', true],
    ['order.lines.exists(a, order.lines.exists(b, a.sku == "saw" && b.sku == "oil"))', true],
  ])('%s is %s', (source, expected) => {
    expect(conditionFault(source)).toBeNull()
    expect(holds(source)).toBe(expected)
  })

  test('that is not there holds always', () => {
    expect(holds(null)).toBe(true)
  })

  test('says of each order what is so of that order', () => {
    const source = 'order.isNewCustomer'
    const answers = [true, false, true].map((isNewCustomer) => holds(source, { ...facts, isNewCustomer }))
    expect(answers).toEqual([true, false, true])
  })

  test.each([
    ['', 'EOF'],
    ['order.isNewCustomer &&', 'EOF'],
    ['order.number', 'is string, not bool'],
    ['1 + 1', 'is int, not bool'],
    ['dyn(true)', 'is dyn, not bool'],
    ['order.colour == "red"', 'colour'],
    ['customer == "acme"', 'customer'],
    ['order.number == 1', 'string == int'],
    ['order.attributes.weight > 10', 'string > int'],
    ['order.lines.exists(line, line.price > 1)', 'price'],
    ['order.constructor == "x"', 'constructor'],
    ['now() == now()', 'now()'],
    ['order.number.matches("(a+)+$")', 'matches is not offered'],
    ['cel.bind(x, order.number, x == "S-1")', 'bind is not offered'],
    ['order.lines.all(a, order.lines.all(b, order.lines.all(c, true)))', 'more than 2 loops'],
    ['order.lines.all(a, order.lines.map(b, order.lines.filter(c, true)).size() > 1)', 'more than 2 loops'],
    [`${'('.repeat(100)}true${')'.repeat(100)}`, 'maxDepth'],
    [`order.number == "${'x'.repeat(CONDITION_LIMIT)}"`, 'is longer than 2000 characters'],
  ])('%s has a fault', (source, fault) => {
    expect(conditionFault(source)).toContain(fault)
  })

  test('may loop one after the other as often as it likes', () => {
    const source = 'order.lines.map(a, a.sku).map(b, b).filter(c, c != "").exists(d, d == "saw")'
    expect(conditionFault(source)).toBeNull()
  })

  test.each([
    ['order.attributes.colour == "red"', 'No such key: colour'],
    ['order.attributes.constructor == "red"', 'No such key: constructor'],
    ['order.attributes["__proto__"] == "red"', 'No such key: __proto__'],
    ['order.lines[5].sku == "saw"', 'index'],
    ['int(order.customer) > 1', 'int'],
    ['1 / (size(order.lines) - 2) == 1', 'zero'],
  ])('%s is refused where it cannot be said of the order', (source, problem) => {
    const refusal = refused(() => holds(source))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'appliesWhen', value: source })
    expect(refusal.message).toContain(source)
    expect(refusal.message).toContain(problem)
  })

  test('that cannot be said is refused with whose it is and what the order says, as far as it asks', () => {
    const { message } = refused(() => holds('int(order.channel) > order.lines.size()'))
    expect(message).toMatch(
      /^appliesWhen: step pick of workflow sale version 2: int\(order\.channel\) > order\.lines\.size\(\): .*; order\.number is "S-1"; order\.channel is "web"; order\.lines is \[\{"sku":"saw"/,
    )
    expect(message).not.toContain('acme')
    const lines = Array(250).fill({ sku: 'saw', category: '', quantity: 1 })
    expect(refused(() => holds('order.lines[250].sku == ""', { ...facts, lines })).message.length).toBeLessThan(400)
  })

  test('that has a fault is refused rather than taken for false', () => {
    expect(refused(() => holds('order.colour')).code).toBe('BAD_USER_INPUT')
  })

  test('is still known after more conditions than are kept', () => {
    for (let index = 0; index < 1_100; index++) expect(conditionFault(`order.number == "S-${index}"`)).toBeNull()
    expect(holds('order.number == "S-1"')).toBe(true)
    expect(holds('order.number == "S-1099"')).toBe(false)
  })
})
