import { expect, test } from 'vitest'
import { likelihoodBy, simulate } from '../../server/domain/forecast.ts'
import { diceOf, NOW } from './forecast-grounds.ts'
import { World } from './forecast-world.ts'

const COMPANIES = 6
const ORDERS = 400
/** Three standard errors of a share of so many orders, and as much for what so few past orders can teach. */
const TOLERANCE = 0.04

test.each([30, 250])('dates are met as often as was said, in companies of which %d orders are known', (known) => {
  const outcomes: number[] = []
  for (let seed = 0; seed < COMPANIES; seed++) {
    const world = new World(diceOf(seed))
    const ground = world.ground(known)
    const [forNew, forOthers] = ['yes', 'no'].map((newCustomer) =>
      simulate({ ...ground, attributes: { newCustomer, channel: 'shop' } }, diceOf(seed), 3000),
    )
    for (let orderId = 0; orderId < ORDERS; orderId++) {
      const runs = world.order(1000 + orderId, NOW)
      const isNew = runs[0]!.attributes.newCustomer === 'yes'
      outcomes.push(likelihoodBy(isNew ? forNew! : forOthers!, runs.at(-1)!.finishedAt!))
    }
  }
  for (const share of [0.5, 0.85, 0.95]) {
    const met = outcomes.filter((outcome) => outcome <= share).length / outcomes.length
    expect(Math.abs(met - share), `${met} of p${share * 100}`).toBeLessThan(TOLERANCE)
  }
})
