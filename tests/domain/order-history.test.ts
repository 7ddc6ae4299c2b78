import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { historyRules, publishedOrdinary, type StepActivity } from '../../server/domain/history-rules.ts'
import type { Order } from '../../server/domain/order.ts'
import { fold } from '../../server/domain/order-fold.ts'
import { type History, orderHistory } from '../../server/domain/order-history.ts'
import { effectivePredecessors } from '../../server/domain/readiness.ts'
import type { Workflow } from '../../server/domain/workflow.ts'
import { header, minutes, PLACED, workflowOf } from './relay.ts'

const line = workflowOf({ quote: [], order: ['quote'], pack: ['order'], ship: ['pack'], bill: ['ship'] }, ['ship'])
const keysOf = (workflow: Workflow) => new Set(workflow.steps.map((step) => step.key))

/** An activity from one minute to another; null: unfinished. */
function ran(step: string, from: number, to: number | null, holderId = 1): StepActivity {
  return { step, holderId, startedAt: minutes(from), finishedAt: to === null ? null : minutes(to) }
}

type Known = { workflow?: Workflow; ordinary?: ReadonlySet<string>; deliveredAt?: number | null }

function historyOf(activities: readonly StepActivity[], known: Known = {}): History {
  const { workflow = line, ordinary = keysOf(workflow), deliveredAt = null } = known
  return orderHistory(historyRules(workflow, ordinary), header, activities, deliveredAt)
}

function statesOf({ order }: History): Record<string, string> {
  return Object.fromEntries(order.steps.map((step) => [step.key, step.state]))
}

function told({ facts }: History): string[] {
  return facts.map((fact) => {
    const minute = (fact.at - PLACED) / 60_000
    return fact.type === 'STEP_CHANGED' ? `${minute} ${fact.step} ${fact.to}` : `${minute} ${fact.type}`
  })
}

const runsOf = ({ order }: History, key: string) => order.steps.find((step) => step.key === key)!.runs

describe('the history of an imported order', () => {
  test('is told in order of time, each step READY at the finish of the one before it', () => {
    const history = historyOf([ran('quote', 0, 2), ran('order', 5, 6), ran('pack', 6, 7), ran('ship', 8, 8)])
    expect(told(history)).toEqual([
      '0 ORDER_PLACED',
      '0 quote IN_PROGRESS',
      '2 quote DONE',
      '2 order READY',
      '5 order IN_PROGRESS',
      '6 order DONE',
      '6 pack READY',
      '6 pack IN_PROGRESS',
      '7 pack DONE',
      '7 ship READY',
      '8 ship DONE',
      '8 bill READY',
      '8 ORDER_DELIVERED',
    ])
    expect(history.order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(8), closedAt: null })
  })

  test('is closed with its last step', () => {
    const steps = ['quote', 'order', 'pack', 'ship', 'bill']
    const { order } = historyOf(steps.map((step, index) => ran(step, index, index + 1)))
    expect(order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(4), closedAt: minutes(5) })
  })

  test('counts a version of the order for each instant at which something happened', () => {
    const { facts, order } = historyOf([ran('quote', 1, 2), ran('order', 2, 3)])
    expect(facts.map((fact) => fact.orderVersion)).toEqual([1, 2, 3, 3, 3, 4, 4])
    expect(order.version).toBe(4)
    expect(order.steps.map((step) => step.version)).toEqual([3, 3, 2, 1, 1])
  })

  test('keeps who held each run, and nobody while it was only ready', () => {
    const history = historyOf([ran('quote', 0, 1, 11), ran('order', 3, null, 12)])
    expect(runsOf(history, 'quote')[0]!.holderId).toBe(11)
    expect(history.facts.filter((fact) => fact.type === 'STEP_CHANGED' && fact.step === 'order')).toMatchObject([
      { to: 'READY', holderId: null, run: { holderId: null } },
      { to: 'IN_PROGRESS', holderId: 12, run: { holderId: 12 } },
    ])
    expect(history.order.steps[1]).toMatchObject({ state: 'IN_PROGRESS', holderId: 12 })
  })

  test('takes a change of status for an activity of no length', () => {
    const history = historyOf([ran('quote', 1, 1)])
    expect(runsOf(history, 'quote')).toEqual([
      { number: 1, holderId: 1, readyAt: PLACED, startedAt: minutes(1), finishedAt: minutes(1) },
    ])
  })

  test('takes the finish for the start where only that is known', () => {
    const history = historyOf([{ step: 'quote', holderId: null, startedAt: null, finishedAt: minutes(4) }])
    expect(runsOf(history, 'quote')).toMatchObject([{ startedAt: minutes(4), finishedAt: minutes(4) }])
  })
})

describe('a repeated activity', () => {
  test('is another run', () => {
    const history = historyOf([ran('quote', 0, 1), ran('quote', 3, 4)])
    expect(runsOf(history, 'quote')).toMatchObject([
      { number: 1, startedAt: minutes(0), finishedAt: minutes(1) },
      { number: 2, startedAt: minutes(3), finishedAt: minutes(4) },
    ])
    expect(statesOf(history)).toMatchObject({ quote: 'DONE', order: 'READY' })
  })

  test('keeps its step IN_PROGRESS until all runs that overlap are done', () => {
    const history = historyOf([ran('quote', 0, 3, 11), ran('quote', 1, 5, 12), ran('quote', 2, 4, 13)])
    const changes = history.facts.filter((fact) => fact.type === 'STEP_CHANGED' && fact.step === 'quote')
    expect(changes.map((fact) => 'to' in fact && fact.to)).toEqual([...Array(5).fill('IN_PROGRESS'), 'DONE'])
    expect(changes.map((fact) => 'holderId' in fact && fact.holderId)).toEqual([11, 12, 13, 13, 12, 12])
  })

  test('becomes READY again where the step before it was done again in between', () => {
    const again = [ran('quote', 0, 1), ran('order', 2, 3), ran('quote', 4, 5), ran('order', 7, 8)]
    const history = historyOf(again)
    expect(runsOf(history, 'order').map((run) => run.readyAt)).toEqual([minutes(1), minutes(5)])
    expect(told(history)).toContain('5 order READY')
    expect(told(history).filter((line) => line.endsWith('order READY'))).toHaveLength(2)
  })
})

describe('the READY of an imported run', () => {
  const fork = workflowOf({ a: [], b: [], join: ['a', 'b'] })

  test('is the finish of the last predecessor that finished by its start', () => {
    const history = historyOf([ran('a', 0, 2), ran('b', 0, 9), ran('join', 4, 5)], { workflow: fork })
    expect(runsOf(history, 'join')[0]!.readyAt).toBe(minutes(2))
  })

  test('is the placing where no predecessor had finished by then', () => {
    const history = historyOf([ran('a', 3, 6), ran('b', 3, 7), ran('join', 1, 2)], { workflow: fork })
    expect(runsOf(history, 'join')[0]!.readyAt).toBe(PLACED)
  })

  test('looks through a step that was skipped', () => {
    const history = historyOf([ran('quote', 0, 2), ran('pack', 5, 6)])
    expect(statesOf(history)).toMatchObject({ order: 'SKIPPED' })
    expect(runsOf(history, 'pack')[0]!.readyAt).toBe(minutes(2))
  })
})

describe('a step without a run', () => {
  test('is skipped when something after it ran', () => {
    expect(statesOf(historyOf([ran('quote', 0, 1), ran('pack', 2, 3)]))).toEqual({
      quote: 'DONE',
      order: 'SKIPPED',
      pack: 'DONE',
      ship: 'READY',
      bill: 'WAITING',
    })
  })

  test('is skipped when the order is over', () => {
    const extra = workflowOf({ quote: [], gift: ['quote'], ship: ['quote'] }, ['ship'])
    const ordinary = new Set(['quote', 'gift', 'ship'])
    expect(statesOf(historyOf([ran('ship', 2, 3), ran('gift', 2, 3)], { workflow: extra, ordinary })).quote).toBe(
      'SKIPPED',
    )
  })

  test('is skipped when it is no ordinary step of its log', () => {
    const ordinary = new Set(['quote', 'pack', 'ship', 'bill'])
    expect(statesOf(historyOf([ran('quote', 0, 1)], { ordinary }))).toEqual({
      quote: 'DONE',
      order: 'SKIPPED',
      pack: 'READY',
      ship: 'WAITING',
      bill: 'WAITING',
    })
  })

  test('waits while something runs, however far the order is', () => {
    const ordinary = new Set(['quote', 'order', 'pack', 'ship'])
    const history = historyOf([ran('quote', 0, null), ran('order', 1, 2)], { ordinary })
    expect(statesOf(history)).toMatchObject({ quote: 'IN_PROGRESS', pack: 'WAITING' })
  })

  test('is skipped up to the delivery where the log says that the order is delivered', () => {
    const history = historyOf([ran('quote', 0, 1)], { deliveredAt: minutes(9) })
    expect(statesOf(history)).toMatchObject({ order: 'SKIPPED', pack: 'SKIPPED', ship: 'SKIPPED', bill: 'READY' })
    expect(history.order).toMatchObject({ state: 'DELIVERED', deliveredAt: minutes(9), closedAt: null })
  })

  test('waits in an order of which nothing but the placing is known', () => {
    expect(statesOf(historyOf([], { ordinary: new Set() }))).toMatchObject({ quote: 'READY', order: 'WAITING' })
  })
})

describe('of a published workflow', () => {
  const ordinary = (...orders: string[]) => [
    ...publishedOrdinary(
      line,
      orders.map((steps) => new Set(steps.split(' '))),
    ),
  ]

  test('a step that no order has come to is still to be done', () => {
    expect(ordinary('quote', 'quote order')).toEqual(['quote', 'order', 'pack', 'ship', 'bill'])
  })

  test('a step that most orders went past without is none that they go through as a rule', () => {
    expect(ordinary('quote pack', 'quote pack', 'quote order pack')).toEqual(['quote', 'pack', 'ship', 'bill'])
  })
})

describe('whatever a log says', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const activity = fc.record({ step: fc.constantFrom(...names), from: fc.nat(20), length: fc.option(fc.nat(5)) })
  const logs = fc.record({
    depends: fc.array(fc.subarray(names), { minLength: names.length, maxLength: names.length }),
    delivers: fc.subarray(names, { minLength: 1 }),
    ordinary: fc.subarray(names),
    activities: fc.array(activity, { maxLength: 25 }),
    deliveredAt: fc.option(fc.nat(30)),
  })
  type Log = typeof logs extends fc.Arbitrary<infer T> ? T : never

  function read({ depends, delivers, ordinary, activities, deliveredAt }: Log) {
    const before = (step: string, index: number) => depends[index]!.filter((other) => other < step)
    const workflow = workflowOf(Object.fromEntries(names.map((step, index) => [step, before(step, index)])), delivers)
    const logged = activities.map(({ step, from, length }, index) =>
      ran(step, from, length === null ? null : from + length, index + 1),
    )
    const known = {
      workflow,
      ordinary: new Set(ordinary),
      deliveredAt: deliveredAt === null ? null : minutes(deliveredAt),
    }
    return { workflow, logged, history: historyOf(logged, known) }
  }

  test('its facts fold to the order, each from the state that the one before it left', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { history } = read(log)
        let order: Order | null = null
        for (const fact of history.facts) {
          if (fact.type === 'STEP_CHANGED')
            expect(order!.steps.find((step) => step.key === fact.step)!.state).toBe(fact.from)
          order = fold(order, fact, header.id)
        }
        expect(order).toEqual(history.order)
      }),
    )
  })

  test('its facts are in order of time and count versions without a gap', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { facts } = read(log).history
        facts.slice(1).forEach((fact, index) => {
          const last = facts[index]!
          expect(fact.at).toBeGreaterThanOrEqual(last.at)
          const isNext = index === 0 || fact.at > last.at
          expect(fact.orderVersion).toBe(last.orderVersion + (isNext ? 1 : 0))
        })
      }),
    )
  })

  test('every activity is one run of its step, READY by the rule', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { workflow, logged, history } = read(log)
        for (const step of history.order.steps) {
          const own = logged.filter((one) => one.step === step.key)
          const begun = step.runs.filter((run) => run.startedAt !== null)
          expect(begun.map((run) => run.holderId).toSorted()).toEqual(own.map((one) => one.holderId).toSorted())
          const before = effectivePredecessors(workflow, history.order, step.key)
          const finishes = logged.filter((one) => before.includes(one.step)).map((one) => one.finishedAt)
          for (const run of begun) {
            const past = finishes.filter((at) => at !== null && at <= run.startedAt!)
            expect(run.readyAt).toBe(Math.max(PLACED, ...past.map(Number)))
          }
        }
      }),
    )
  })

  test('the order is delivered and closed as its steps say, once each', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { history } = read(log)
        const { order, facts } = history
        const isOpen = order.steps.some((step) => !['DONE', 'SKIPPED'].includes(step.state))
        expect(order.closedAt === null).toBe(isOpen)
        expect(facts.filter((fact) => fact.type === 'ORDER_CLOSED')).toHaveLength(isOpen ? 0 : 1)
        expect(facts.filter((fact) => fact.type === 'ORDER_DELIVERED')).toHaveLength(
          order.state === 'DELIVERED' ? 1 : 0,
        )
        if (!isOpen) expect(order.state).toBe('DELIVERED')
      }),
    )
  })
})
