import { describe, expect, test } from 'vitest'
import { orderChoice, readOrderView } from '../../web/src/pages/order-view.ts'
import { stepsBefore } from '../../web/src/queue/step-actions.ts'
import { countLines } from '../../web/src/relay-map/text-size.ts'
import { match, orderPath, withParams } from '../../web/src/router.tsx'

describe('an address', () => {
  test('names a page and its parts, in any script', () => {
    expect(match('/orders/:number', orderPath('A/1 見積'))).toEqual({ number: 'A/1 見積' })
    expect(match('/orders/:number', '/orders/%E0%A4%A')).toEqual({ number: '%E0%A4%A' })
    expect(match('/orders', '/orders/')).toEqual({})
    expect(match('/orders/:number', '/orders/')).toBeNull()
    expect(match('/orders', '/departments')).toBeNull()
  })

  test('keeps the parameters that are not changed', () => {
    const address = new URL('http://baton/orders?q=a&after=x')
    expect(withParams(address, { after: null, state: 'OPEN' })).toBe('/orders?q=a&state=OPEN')
    expect(withParams(address, { after: null, q: null })).toBe('/orders')
  })
})

describe('what is looked at', () => {
  const rep = { roles: ['REP' as const], person: { id: '1', key: 'maya', name: 'Maya', title: null, department: null } }
  const view = (query: string) => readOrderView(new URL(`http://baton/orders${query}`), rep)
  const asked = (query: string) => orderChoice(view(query), rep)

  test("is a rep's own open orders first, on the board, the soonest promised first", () => {
    expect(view('').isTable).toBe(false)
    expect(asked('')).toEqual({ filter: { rep: 'maya', state: 'OPEN' }, orderBy: 'PROMISED_DATE_ASC' })
  })

  test('is orders in any state when something is searched for in the table', () => {
    expect(asked('?q=acme&scope=all').filter).toEqual({ search: 'acme' })
    expect(asked('?q=acme&scope=all').orderBy).toBe('PLACED_AT_DESC')
  })

  test('is narrowed by all that the address says', () => {
    const query = '?show=table&state=DELIVERED&department=quality&special=rush&channel=web&sort=promised'
    expect(asked(query)).toEqual({
      filter: { rep: 'maya', state: 'DELIVERED', department: 'quality', circumstances: ['rush'], channel: 'web' },
      orderBy: 'PROMISED_DATE_ASC',
    })
    expect(view('?need=hold').need).toBe('hold')
  })

  test('is whole days where the reader is, the last one included', () => {
    const { filter } = asked('?from=2026-11-02&to=2026-11-03')
    expect(filter?.placedFrom).toBe(new Date(2026, 10, 2).toISOString())
    expect(filter?.placedTo).toBe(new Date(2026, 10, 4).toISOString())
  })

  test.each(['?from=2026-13-40', '?from=yesterday', '?need=nonsense', '?state=LOST', '?sort=x&show=y'])(
    'is not broken by %s',
    (query) => {
      expect(asked(query).filter).toMatchObject({ rep: 'maya' })
      expect(asked(query).filter).not.toHaveProperty('placedFrom')
      expect(view(query).need).toBeNull()
    },
  )
})

test('a step can be handed back to all before it, the nearest first', () => {
  const step = (key: string, ...before: string[]) => ({ key, dependsOn: before.map((one) => ({ key: one })) })
  const steps = [step('a'), step('b', 'a'), step('c', 'a'), step('d', 'b', 'c'), step('e')]
  expect(stepsBefore(steps, 'd').map((one) => one.key)).toEqual(['b', 'c', 'a'])
  expect(stepsBefore(steps, 'a')).toEqual([])
})

describe('lines of a name', () => {
  const measure = (text: string) => text.length

  test('break between words, anywhere in a script without spaces, and within a word only where they must', () => {
    expect(countLines('pick and pack', 13, measure)).toBe(1)
    expect(countLines('pick and pack', 8, measure)).toBe(2)
    expect(countLines('与信審査完了', 4, measure)).toBe(2)
    expect(countLines('acknowledgement', 6, measure)).toBe(3)
    expect(countLines('', 6, measure)).toBe(1)
  })
})
