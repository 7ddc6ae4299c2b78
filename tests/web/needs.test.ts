import { describe, expect, test } from 'vitest'
import type { OrderRow } from '../../web/src/documents/orders-documents.ts'
import { boardOf } from '../../web/src/orders/board.ts'
import { byNeed, countNeeds, needsOf } from '../../web/src/orders/needs.ts'
import { addPage, EMPTY, freshen, nowOf } from '../../web/src/orders/order-list.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const MAYA = {
  roles: ['REP' as const],
  person: { id: 'p', key: 'maya', name: 'Maya', title: null, department: { key: 'sales', name: 'Sales' } },
}

const step = (more: object = {}) => ({
  id: 's1',
  key: 'make',
  name: 'Make',
  state: 'IN_PROGRESS' as const,
  returns: 0,
  blockedReason: null,
  readyAt: null,
  holder: { name: 'Piotr' } as { name: string } | null,
  department: { key: 'production', name: 'Production' },
  ...more,
})
const owed = (more: object = {}) => ({
  id: 'r1',
  requirement: { title: 'Invoice form', kind: 'NOTICE' as const, department: { key: 'accounting' } },
  step: { id: 's1', state: 'IN_PROGRESS' as const },
  owedBy: null,
  satisfiedAt: null,
  waivedAt: null,
  ...more,
})
const order = (number: string, more: object = {}): OrderRow => ({
  id: number,
  number,
  state: 'OPEN',
  version: 1,
  promisedDate: '2026-12-01',
  timeZone: 'Europe/Berlin',
  placedAt: '2026-11-01T09:00:00Z',
  deliveredAt: null,
  closedAt: null,
  channel: null,
  circumstances: [],
  customer: { name: 'Acme' },
  rep: { key: 'maya', name: 'Maya' },
  current: [step()],
  next: [],
  requirements: [],
  ...more,
})
const HELD = { current: [step({ state: 'BLOCKED', blockedReason: 'No castings' })] }
const LYING = { current: [step({ state: 'READY', holder: null })] }

describe('what an order needs of its rep', () => {
  test.each([
    ['nothing while somebody works on it', {}, []],
    ['a look when its promised day is over', { promisedDate: '2026-11-21' }, ['late']],
    ['nothing yet on the promised day itself', { promisedDate: '2026-11-22' }, []],
    ['a look when it is on hold', HELD, ['hold']],
    ['a look when nobody holds it', LYING, ['nobody']],
    ['nothing when somebody holds what is ready', { current: [step({ state: 'READY' })] }, []],
    ['a look when it was handed back', { current: [step({ returns: 1 })] }, ['returned']],
    ['what the rep owes for the step that has come', { requirements: [owed()] }, ['owed']],
    [
      'what the rep owes for the step that comes next',
      { requirements: [owed({ step: { id: 's2' } })], next: [{ id: 's2' }] },
      ['owed'],
    ],
    ['not yet what is owed for a step further on', { requirements: [owed({ step: { id: 's9' } })] }, []],
    ['what is owed for no step in particular', { requirements: [owed({ step: null })] }, ['owed']],
    ['nothing of what another department owes', { requirements: [owed({ owedBy: { key: 'shipping' } })] }, []],
    ['nothing of what is settled', { requirements: [owed({ satisfiedAt: '2026-11-20T09:00:00Z' })] }, []],
    ['nothing once it is delivered', { ...LYING, state: 'DELIVERED', promisedDate: '2026-11-01' }, []],
  ])('%s', (_, more, needs) => {
    expect(needsOf(order('A', more), MAYA, NOW)).toEqual(needs)
  })

  test('comes worst first, then by more of it, then by the soonest promise', () => {
    const orders = [
      order('calm'),
      order('lying', LYING),
      order('held-later', { ...HELD, promisedDate: '2026-12-09' }),
      order('held', HELD),
      order('held-and-owing', { ...HELD, requirements: [owed()] }),
      order('late', { promisedDate: '2026-11-02' }),
    ]
    expect(orders.sort(byNeed(MAYA, NOW)).map(({ number }) => number)).toEqual([
      'late',
      'held-and-owing',
      'held',
      'held-later',
      'lying',
      'calm',
    ])
    expect([...countNeeds(orders, MAYA, NOW)]).toEqual([
      ['late', 1],
      ['hold', 3],
      ['owed', 1],
      ['returned', 0],
      ['nobody', 1],
    ])
  })

  test('is the first column of the board; the others stand with the department that has them', () => {
    const warehouse = { current: [step({ department: { key: 'w', name: 'Warehouse' } })], promisedDate: null }
    const columns = boardOf([order('a'), order('b', HELD), order('c', warehouse)], [order('d')], MAYA, NOW)
    expect(columns.map(({ count }) => count)).toEqual([1, 2, 1])
    expect(columns[1]!.groups.map(({ department }) => department)).toEqual(['Production', 'Warehouse'])
  })
})

describe('a list that is read page by page', () => {
  const page = (orders: OrderRow[], endCursor: string | null) => ({
    totalCount: 3,
    pageInfo: { hasNextPage: endCursor !== null, endCursor },
    edges: orders.map((node) => ({ node })),
  })
  const first = addPage(EMPTY, page([order('a'), order('b')], 'x'))

  test('has each order once, also one that came again on the next page', () => {
    const whole = addPage(first, page([order('b'), order('c')], null))
    expect(whole.placed.map(({ number }) => number)).toEqual(['a', 'b', 'c'])
    expect([first.end, whole.end, whole.total]).toEqual(['x', null, 3])
  })

  test('shows what changed in its place, and never an older state over a newer one', () => {
    const newer = freshen(first, order('a', { version: 3, ...HELD }))
    const after = freshen(newer, order('a', { version: 2 }))
    expect(after.placed).toBe(first.placed)
    expect(nowOf(after, 'a')?.version).toBe(3)
    expect(freshen(first, order('a'))).toBe(first)
    expect(freshen(first, order('a', { requirements: [owed()] })).fresh.size).toBe(1)
    expect(freshen(first, order('stranger', { version: 9 }))).toBe(first)
  })
})
