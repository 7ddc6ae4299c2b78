import { describe, expect, test } from 'vitest'
import type { Debt } from '../../web/src/documents/debt-documents.ts'
import type { OrderRow } from '../../web/src/documents/orders-documents.ts'
import { boardOf } from '../../web/src/orders/board.ts'
import { byNeed, countNeeds, type Ground, needsOf, reasonsOf } from '../../web/src/orders/needs.ts'
import { addPage, EMPTY, freshen, nowOf } from '../../web/src/orders/order-list.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

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
const debt = (more: object = {}): Debt => ({
  id: 'r1',
  dueAt: '2026-12-20T09:00:00Z',
  isOverdue: false,
  order: { number: 'A', customer: null },
  step: { id: 's1' },
  owedBy: null,
  requirement: { title: 'Invoice form', department: { name: 'Accounting' } },
  ...more,
})
const groundWith = (debts: Record<string, Debt[]>): Ground => ({ debts: new Map(Object.entries(debts)), now: NOW })
const NO_DEBTS = groundWith({})
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
    ['nothing once it is delivered', { ...LYING, state: 'DELIVERED', promisedDate: '2026-11-01' }, []],
  ])('%s', (_, more, needs) => {
    expect(needsOf(order('A', more), NO_DEBTS)).toEqual(needs)
  })

  test.each([
    ['for the step that has come', {}, {}, ['owed']],
    ['for the step that comes next', { step: { id: 's2' } }, { next: [{ id: 's2' }] }, ['owed']],
    ['not yet for a step further on', { step: { id: 's9' } }, {}, []],
    [
      'for a step further on that is due within two days',
      { step: { id: 's9' }, dueAt: '2026-11-24T11:00:00Z' },
      {},
      ['owed'],
    ],
    ['for whatever is overdue', { step: { id: 's9' }, isOverdue: true }, {}, ['owed']],
    ['not yet for no step in particular', { step: null }, {}, []],
    ['for what has no day and no step', { step: null, dueAt: null }, {}, ['owed']],
  ])('is what the rep owes %s', (_, owed, more, needs) => {
    expect(needsOf(order('A', more), groundWith({ A: [debt(owed)] }))).toEqual(needs)
    expect(needsOf(order('B', more), groundWith({ A: [debt(owed)] }))).toEqual([])
  })

  test('says since when something is overdue, and by when it is due', () => {
    const owed = [
      debt({ dueAt: '2026-11-09T09:00:00Z', isOverdue: true }),
      debt({ id: 'r2', dueAt: '2026-11-23T09:00:00Z' }),
    ]
    const [first, second] = reasonsOf(order('A'), groundWith({ A: owed }))
    expect(first!.text).toMatch(/^Overdue since .*9.*: Invoice form$/)
    expect(second!.text).toMatch(/^You owe by .*23.*: Invoice form$/)
  })

  test('comes worst first, then by more of it, then by the soonest promise', () => {
    const orders = [
      order('calm'),
      order('lying', LYING),
      order('held-later', { ...HELD, promisedDate: '2026-12-09' }),
      order('held', HELD),
      order('held-and-owing', HELD),
      order('owing-later'),
      order('owing-sooner', { promisedDate: '2026-12-24' }),
      order('late', { promisedDate: '2026-11-02' }),
    ]
    const ground = groundWith({
      'held-and-owing': [debt()],
      'owing-later': [debt()],
      'owing-sooner': [debt({ dueAt: '2026-11-24T09:00:00Z' })],
    })
    expect(orders.sort(byNeed(ground)).map(({ number }) => number)).toEqual([
      'late',
      'held-and-owing',
      'held',
      'held-later',
      'owing-sooner',
      'owing-later',
      'lying',
      'calm',
    ])
    expect([...countNeeds(orders, ground)]).toEqual([
      ['late', 1],
      ['hold', 3],
      ['owed', 3],
      ['returned', 0],
      ['nobody', 1],
    ])
  })

  test('is the first column of the board; the others stand with the department that has them', () => {
    const warehouse = { current: [step({ department: { key: 'w', name: 'Warehouse' } })], promisedDate: null }
    const columns = boardOf([order('a'), order('b', HELD), order('c', warehouse)], [order('d')], NO_DEBTS)
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
    expect(freshen(first, order('a', HELD)).fresh.size).toBe(1)
    expect(freshen(first, order('stranger', { version: 9 }))).toBe(first)
  })
})
