import type { Dice, ForecastGround, ForecastStep, PastRun } from '../../server/domain/forecast-ground.ts'
import { normalQuantile } from '../../server/domain/normal.ts'
import { DAY, ground, HOUR, NOW, OFFICE_TIME, step } from './forecast-grounds.ts'

/** Predecessors of each step, and the median hours that it takes. */
const STEPS: readonly (readonly [before: readonly number[], hours: number])[] = [
  [[], 2],
  [[0], 6],
  [[0], 4],
  [[1, 2], 8],
  [[3], 3],
  [[4], 5],
]
const HELD = 0.1
const NEW = 0.25

/**
 * A company that is known through and through: lognormal times of which a part is the order's own, every tenth run held for a day, and new
 * customers for whom the second step takes three times as long.
 */
export class World {
  private readonly dice: Dice

  constructor(dice: Dice) {
    this.dice = dice
  }

  /** The runs of one order placed at an instant, by step. */
  order(orderId: number, placedAt: number): PastRun[] {
    const [own, isNew] = [this.score(), this.share() < NEW]
    const runs: PastRun[] = []
    for (const [place, [before, hours]] of STEPS.entries()) {
      const readyAt = Math.max(placedAt, ...before.map((one) => runs[one]!.finishedAt!))
      const startedAt = OFFICE_TIME.add(readyAt, Math.round(4 * HOUR * this.share()))
      const score = Math.sqrt(0.3) * own + Math.sqrt(0.7) * this.score()
      const work = hours * (isNew && place === 1 ? 3 : 1) * Math.exp(0.5 * score)
      const hold = this.share() < HELD ? 8 : 0
      const finishedAt = OFFICE_TIME.add(startedAt, Math.round((work + hold) * HOUR))
      const releasedAt = OFFICE_TIME.add(startedAt, hold * HOUR)
      runs.push({
        ...{ orderId, number: 1, readyAt, startedAt, finishedAt, brokenOffAt: null },
        holds: hold ? [{ reason: 'no stock', since: startedAt, releasedAt }] : [],
        attributes: { newCustomer: isNew ? 'yes' : 'no', channel: orderId % 2 ? 'shop' : 'phone' },
      })
    }
    return runs
  }

  /** What is known of it after so many orders of the last hundred days. */
  ground(count: number): ForecastGround {
    const past = Array.from({ length: count }, (_, orderId) =>
      this.order(orderId, NOW - (20 + 100 * this.share()) * DAY),
    )
    const steps = STEPS.map(([before], place): ForecastStep => {
      const pastRuns = past.map((runs) => runs[place]!)
      return step({ key: `step ${place}`, before, delivers: place === STEPS.length - 1, time: OFFICE_TIME, pastRuns })
    })
    return ground(steps)
  }

  private share(): number {
    return ((this.dice() >>> 0) + 0.5) / 2 ** 32
  }

  private score(): number {
    return normalQuantile(this.share())
  }
}
