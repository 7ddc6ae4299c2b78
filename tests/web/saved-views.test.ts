import { describe, expect, test } from 'vitest'
import { readViews, type Shelf, withView, writeViews } from '../../web/src/orders/saved-views.ts'

function shelf(): Shelf & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}
const FULL: Shelf = {
  getItem: () => null,
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError')
  },
}

describe('saved views', () => {
  test('are kept for the person who saved them', () => {
    const own = shelf()
    expect(writeViews(own, 'maya', [{ name: 'Held', query: 'need=hold' }])).toBe(true)
    expect(readViews(own, 'maya')).toEqual([{ name: 'Held', query: 'need=hold' }])
    expect(readViews(own, 'ron')).toEqual([])
  })

  test.each(['', 'no JSON', '{}', 'null', '[null, 7, {"name": 3, "query": "x"}]'])(
    'are none where the browser has %j',
    (text) => {
      const own = shelf()
      own.setItem('baton.order-views.maya', text)
      expect(readViews(own, 'maya')).toEqual([])
    },
  )

  test('are not said to be kept by a browser that keeps nothing', () => {
    expect(writeViews(FULL, 'maya', [])).toBe(false)
  })

  test('are replaced by one of the same name, and refused without one, with a long one, or too many', () => {
    const one = [{ name: 'Held', query: 'a' }]
    expect(withView(one, { name: ' Held ', query: 'b' })).toEqual([{ name: 'Held', query: 'b' }])
    expect(withView(one, { name: '  ', query: 'b' })).toMatch(/name/)
    expect(withView(one, { name: 'x'.repeat(61), query: 'b' })).toMatch(/at most 60.*has 61/)
    const many = Array.from({ length: 30 }, (_, index) => ({ name: `v${index}`, query: '' }))
    expect(withView(many, { name: 'one more', query: '' })).toMatch(/At most 30/)
    expect(withView(many, { name: 'v3', query: 'new' })).toHaveLength(30)
  })
})
