import { describe, expect, test } from 'vitest'
import { orderVariables, readOrderView } from '../../web/src/pages/order-view.ts'
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
  const view = (query: string) => orderVariables(readOrderView(new URL(`http://baton/orders${query}`), rep), rep)

  test("is a rep's own open orders first", () => {
    expect(view('').filter).toEqual({ rep: 'maya', state: 'OPEN' })
  })

  test('is orders in any state when something is searched for', () => {
    expect(view('?q=acme&scope=all').filter).toEqual({ search: 'acme' })
  })

  test('is one page, forwards or backwards', () => {
    expect(view('?after=x')).toMatchObject({ first: 25, after: 'x' })
    expect(view('?before=x')).toMatchObject({ last: 25, before: 'x' })
    expect(view('?before=x')).not.toHaveProperty('first')
  })
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
