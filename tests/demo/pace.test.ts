import { describe, expect, test } from 'vitest'
import { isTimeToSell, nextDeed, type OpenWork, pause, type Scene } from '../../server/demo/pace.ts'
import { nextSale } from '../../server/demo/pace-sale.ts'
import { seeded } from '../../server/demo/random.ts'
import { NOW } from './ids.ts'

const MINUTE = 60_000
const [LEAD, CLERK, OTHER] = [1, 2, 3]

function work(change: Partial<OpenWork> = {}): OpenWork {
  const order = { orderId: 7, order: 'KO-7', orderVersion: 4, touchedAt: NOW - 60 * MINUTE }
  return { ...order, step: 'produce', state: 'IN_PROGRESS', departmentId: 1, holderId: CLERK, version: 2, ...change }
}

function scene(list: readonly OpenWork[], change: Partial<Scene> = {}): Scene {
  return {
    now: NOW,
    work: list,
    left: new Map(),
    freeMembers: () => [LEAD, CLERK, OTHER],
    leadOf: () => LEAD,
    ...change,
  }
}

/** What comes of it by many dice. */
function deeds(of: Scene) {
  return Array.from({ length: 400 }, (_, seed) => nextDeed(of, seeded(seed)))
}
const types = (of: Scene) => new Set(deeds(of).map((deed) => deed?.command.type ?? null))

describe('the pace-maker', () => {
  test('has what is under way finished by its holder, and now and then held or handed back', () => {
    const all = deeds(scene([work()]))
    expect(new Set(all.map((deed) => deed!.command.type))).toEqual(new Set(['complete', 'block', 'return']))
    expect(all.filter((deed) => deed!.command.type === 'complete').length).toBeGreaterThan(300)
    expect(new Set(all.map((deed) => deed!.personId))).toEqual(new Set([CLERK]))
  })

  test('has what nobody holds begun by any member, or given to one by the lead', () => {
    const all = deeds(scene([work({ state: 'READY', holderId: null })]))
    const starters = all.filter((deed) => deed!.command.type === 'start').map((deed) => deed!.personId)
    const givers = all.filter((deed) => deed!.command.type === 'assign').map((deed) => deed!.personId)
    expect(new Set(starters)).toEqual(new Set([LEAD, CLERK, OTHER]))
    expect(new Set(givers)).toEqual(new Set([LEAD]))
  })

  test('has a hold released and what is ready begun by who holds it', () => {
    expect(types(scene([work({ state: 'BLOCKED' })]))).toEqual(new Set(['unblock']))
    expect(types(scene([work({ state: 'READY' })]))).toEqual(new Set(['start']))
  })

  test('leaves an order alone that somebody else has just moved', () => {
    const touched = work({ touchedAt: NOW - 4 * MINUTE })
    expect(types(scene([touched]))).toEqual(new Set([null]))
    expect(types(scene([touched, work({ orderId: 8, order: 'KO-8' })]))).not.toContain(null)
    expect(types(scene([work({ touchedAt: NOW - 6 * MINUTE })]))).not.toContain(null)
  })

  test('goes on with an order that it has moved itself, after a breath, unless somebody else has moved it since', () => {
    const left = new Map([[7, { orderVersion: 4, at: NOW - 20_000 }]])
    expect(types(scene([work({ touchedAt: NOW - 20_000 })], { left }))).toContain('complete')
    expect(types(scene([work({ touchedAt: NOW - 10_000 })], { left }))).toEqual(new Set([null]))
    expect(types(scene([work({ touchedAt: NOW - 20_000, orderVersion: 5 })], { left }))).toEqual(new Set([null]))
  })

  test('speaks for nobody who is signed in, and leaves what they hold to them', () => {
    const freeMembers = () => [LEAD, OTHER]
    expect(types(scene([work()], { freeMembers }))).toEqual(new Set([null]))
    const all = deeds(scene([work({ state: 'READY', holderId: null })], { freeMembers }))
    expect(all.map((deed) => deed!.personId)).not.toContain(CLERK)
    expect(types(scene([work({ state: 'READY', holderId: null })], { freeMembers: () => [] }))).toEqual(new Set([null]))
  })

  test('knows what to do with a step that the demo company has not got', () => {
    expect(types(scene([work({ step: 'something-imported' })]))).toEqual(new Set(['complete']))
  })

  test('pauses for some seconds, never less than two', () => {
    const pauses = Array.from({ length: 500 }, (_, seed) => pause(seeded(seed)))
    expect(Math.min(...pauses)).toBeGreaterThan(2_000)
    expect(Math.max(...pauses)).toBeLessThan(10_000)
  })

  test('sells as much as is delivered: more while there are fewer open orders than there were', () => {
    const share = (open: number) =>
      Array.from({ length: 4_000 }, (_, seed) => isTimeToSell(open, 100, seeded(seed))).filter(Boolean).length / 4_000
    expect(share(90)).toBeGreaterThan(1 / 26)
    expect(share(110)).toBeLessThan(1 / 26)
  })

  test('sells to customers that there are, by a rep who is free, under the number after the last', () => {
    const market = { customers: new Set(['prairie-foods', 'minera-del-norte']), orders: 200 }
    const sales = Array.from({ length: 50 }, (_, seed) =>
      nextSale(market, (key) => key !== 'maya.lindqvist', NOW, seeded(seed)),
    )
    expect(new Set(sales.map((sale) => sale!.customer))).toEqual(new Set(['minera-del-norte']))
    expect(sales[0]).toMatchObject({ rep: 'tomas.herrera', number: 'KO-24317' })
    expect(nextSale(market, () => false, NOW, seeded(1))).toBeNull()
  })
})
