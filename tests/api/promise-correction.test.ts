import { beforeAll, expect, test } from 'vitest'
import { SMALL_COMPANY } from '../../server/demo/company-size.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import { ensureDemoCompany } from '../../server/services/demo.ts'
import { correctionOf, learn } from '../../server/services/promise-correction.ts'
import { onDatabase } from '../support/database.ts'

const SHARES = [0, 0.05, 0.25, 0.5, 0.75, 0.85, 0.95, 1]
const NOW = Date.parse('2026-11-23T09:00:00Z')

onDatabase('PGlite', (open) => {
  let baton: Baton
  const logged: string[] = []
  const time = { now: NOW }
  beforeAll(async () => {
    const database = await open()
    const clock = () => time.now
    const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => void logged.push(message) }
    await ensureDemoCompany(
      { database, clock },
      { size: { ...SMALL_COMPANY, orders: 500, days: 90 }, progress: () => {} },
    )
    const opened = await openBaton({ database, clock, random: Math.random, log })
    baton = opened
    return () => opened.close()
  })

  test('forecasts are judged by the orders that came after them, and trusted where they were right', async () => {
    const judged: true[] = []
    const correction = await learn(baton, 'new-order', async () => void judged.push(true))
    expect(judged.length).toBeGreaterThanOrEqual(30)
    const asked = SHARES.map((share) => correction!(share))
    expect(asked).toEqual(asked.toSorted((a, b) => a - b))
    expect([asked.at(0), asked.at(-1)]).toEqual([0, 1])
    expect(Math.abs(correction!(0.85) - 0.85), 'the demo company is steady').toBeLessThan(0.1)
    expect(Math.abs(correction!(0.5) - 0.5)).toBeLessThan(0.15)
  })

  test('of too few orders nothing is learnt', async () => {
    const rest = () => Promise.reject(new Error('nobody is judged'))
    expect(await learn(baton, 'nothing', rest)).toBe(null)
  })

  test('who asks does not wait for it: there is none until it is known', () => {
    expect(correctionOf(baton, 'new-order')).toBe(null)
    expect(logged).toEqual([])
  })
})
