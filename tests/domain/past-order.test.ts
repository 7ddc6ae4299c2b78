import { describe, expect, test } from 'vitest'
import {
  attributesOf,
  carriedAhead,
  knownAt,
  type PastOrder,
  placesOf,
  runsOfStep,
} from '../../server/domain/past-order.ts'
import type { Workflow } from '../../server/domain/workflow.ts'

const facts = {
  number: '',
  customer: 'acme',
  isNewCustomer: false,
  rep: '',
  channel: '',
  circumstances: [],
  attributes: {},
  lines: [],
}
const run = { position: 0, number: 1, holderId: null, readyAt: 10, startedAt: null, finishedAt: null }
const order: PastOrder = {
  id: 1,
  workflowId: 7,
  placedAt: 0,
  deliveredAt: null,
  closedAt: null,
  isCancelled: false,
  timeZone: 'UTC',
  facts,
  current: [],
  runs: [run],
  holds: [],
  returns: [],
}
const runsOf = (...orders: PastOrder[]) => runsOfStep(orders, new Map([[7, 0]]))

describe('a run that is not finished', () => {
  test('goes on where somebody has its step', () => {
    expect(runsOf({ ...order, current: [0] })).toMatchObject([{ brokenOffAt: null }])
  })

  test('ended with the hand-back that it was caught in, even where a later run goes on', () => {
    const again = { ...run, number: 2, readyAt: 40 }
    const returned = { ...order, current: [0], runs: [run, again], returns: [{ at: 30, reason: 'scratched' }] }
    expect(runsOf(returned)).toMatchObject([
      { number: 2, brokenOffAt: null },
      { number: 1, brokenOffAt: 30 },
    ])
  })

  test('ended with its order where that was cancelled, and tells nothing where it was skipped', () => {
    expect(runsOf({ ...order, isCancelled: true, closedAt: 50 })).toMatchObject([{ brokenOffAt: 50 }])
    expect(runsOf(order)).toMatchObject([{ brokenOffAt: 10 }])
  })
})

test('a hold belongs to the run in which it was placed', () => {
  const hold = { position: 0, reason: 'No steel', since: 25, releasedAt: 28 }
  const runs = [
    { ...run, finishedAt: 20 },
    { ...run, number: 2, readyAt: 22, finishedAt: 30 },
  ]
  const held = runsOf({ ...order, runs, holds: [hold, { ...hold, position: 1 }] })
  expect(held.map(({ number, holds }) => [number, holds.length])).toEqual([
    [2, 1],
    [1, 0],
  ])
})

test('a step has its runs in every version in which the same department performs it', () => {
  const step = {
    key: 'make',
    name: 'Make',
    position: 0,
    departmentId: 3,
    dependsOn: [],
    appliesWhen: null,
    delivers: true,
  }
  const version = (id: number, steps: Workflow['steps']): Workflow => {
    return { id, key: 'sale', version: id, name: 'Sale', appliesWhen: null, publishedAt: 0, discovered: false, steps }
  }
  const check = { ...step, key: 'check' }
  const versions = [
    version(1, [check, { ...step, position: 1 }]),
    version(2, [step]),
    version(3, [{ ...step, departmentId: 4 }]),
  ]
  expect([...placesOf(step, versions)]).toEqual([
    [1, 1],
    [2, 0],
  ])
})

describe('at an instant of the past', () => {
  const [known] = runsOf({
    ...order,
    runs: [{ ...run, startedAt: 20, finishedAt: 40 }],
    holds: [{ position: 0, reason: 'No steel', since: 25, releasedAt: 30 }],
  })

  test.each([
    [10, []],
    [15, [{ startedAt: null, finishedAt: null, holds: [] }]],
    [28, [{ startedAt: 20, finishedAt: null, holds: [{ since: 25, releasedAt: null }] }]],
    [35, [{ startedAt: 20, finishedAt: null, holds: [{ since: 25, releasedAt: 30 }] }]],
    [40, [{ startedAt: 20, finishedAt: 40 }]],
  ])('nothing is known that came after %i', (at, expected) => {
    expect(knownAt([known!], at, 10)).toMatchObject(expected)
  })

  test('what goes on now is taken to go on as long then, and what is over as so many weeks ago', () => {
    const hold = { position: 0, reason: 'No steel', since: 15, releasedAt: null }
    const [open] = runsOf({ ...order, current: [0], runs: [{ ...run, startedAt: 12 }], holds: [hold] })
    const week = 7 * 86_400_000
    const ahead = 2 * week + 100
    expect(carriedAhead(open!, ahead)).toMatchObject({
      readyAt: ahead + 10,
      startedAt: ahead + 12,
      holds: [{ since: ahead + 15, releasedAt: null }],
    })
    expect(carriedAhead(known!, ahead)).toMatchObject({
      readyAt: 2 * week + 10,
      finishedAt: 2 * week + 40,
      holds: [{ releasedAt: 2 * week + 30 }],
    })
    expect(carriedAhead(open!, -5)).toBe(open)
  })

  test('what is broken off later goes on, and of many runs the latest count', () => {
    const runs = runsOf(
      { ...order, isCancelled: true, closedAt: 50 },
      { ...order, id: 2, runs: [{ ...run, readyAt: 12 }] },
    )
    expect(knownAt(runs, 30, 10)).toMatchObject([{ orderId: 2 }, { orderId: 1, brokenOffAt: null }])
    expect(knownAt(runs, 11, 10)).toMatchObject([{ orderId: 1 }])
    expect(knownAt(runs, 30, 1)).toMatchObject([{ orderId: 2 }])
  })
})

test('what may matter for a forecast has a name each', () => {
  const line = (category: string) => ({ sku: 'x', category, quantity: 1 })
  const bought = [line('pumps'), line('parts'), line('pumps'), line('')]
  const asked = {
    ...facts,
    isNewCustomer: true,
    channel: 'web',
    circumstances: ['rush'],
    attributes: { region: 'north' },
    lines: bought,
  }
  expect(attributesOf(asked)).toEqual({
    region: 'north',
    'circumstance rush': 'yes',
    newCustomer: 'yes',
    channel: 'web',
    category: 'parts + pumps',
  })
})
