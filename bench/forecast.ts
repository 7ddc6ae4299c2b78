import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { WorkingTime } from '../server/domain/calendar.ts'
import { deliveryAt, prepared, simulated } from '../server/domain/forecast.ts'
import type { Dice, ForecastGround, PastRun } from '../server/domain/forecast-ground.ts'
import { median } from './pairs.ts'

const PEER = fileURLToPath(new URL('../../shared/peers/montecarlo.mjs', import.meta.url))
const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 23, 9)
/** The step graph of the peer. */
const BEFORE = [[], [0], [0], [1], [1, 2], [3], [3, 4], [4], [5, 6], [6, 7], [8, 9], [10]]
const PAST_RUNS = 300

/** `npm run bench -- forecast`: 10,000 runs of a 12-step order, beside as many plain draws in typed arrays, turn by turn. */
export function forecast(rounds = 7): void {
  const ready = prepared(ground())
  const forecastTimes: number[] = []
  const preparing: number[] = []
  const peerTimes = new Map<string, number[]>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, time] of peer()) peerTimes.set(name, [...(peerTimes.get(name) ?? []), time])
    forecastTimes.push(time(() => deliveryAt(simulated(ready, diceOf(round)), 0.85)))
    preparing.push(time(() => prepared(ready.ground)))
  }
  if (peerTimes.size === 0) console.log(`${PEER} is not here: nothing to measure beside`)
  const own = median(forecastTimes)
  console.log(`10,000 runs of a 12-step order, each step on its department's calendar: ${own.toFixed(2)} ms`)
  for (const [name, times] of peerTimes) {
    const ratios = times.map((peerTime, round) => forecastTimes[round]! / peerTime).sort((one, other) => one - other)
    const [least, most] = [ratios[0]!.toFixed(2), ratios.at(-1)!.toFixed(2)]
    console.log(`  ${median(ratios).toFixed(2)} times (${least}–${most}) ${name}: ${median(times).toFixed(2)} ms`)
  }
  console.log(`learning from ${PAST_RUNS} past runs of each step before: ${median(preparing).toFixed(2)} ms`)
}

/** What the peer prints, by the name of its row: milliseconds. */
function peer(): [string, number][] {
  if (!existsSync(PEER)) return []
  const printed = execFileSync(process.execPath, [PEER, '10000'], { encoding: 'utf8' })
  return [...printed.matchAll(/^(.+): ([\d.]+) ms/gm)].map(([, name, time]) => [name!, Number(time)])
}

/** The median of 30, as the peer takes it. */
function time(work: () => unknown): number {
  const times: number[] = []
  for (let turn = 0; turn < 30; turn++) {
    const started = performance.now()
    work()
    times.push(performance.now() - started)
  }
  return median(times)
}

function ground(): ForecastGround {
  const dice = diceOf(1)
  const time = new WorkingTime({
    timeZone: 'Europe/Berlin',
    calendar: {
      weekdays: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
      closures: [],
    },
    holidaysOf: () => [],
  })
  return {
    placedAt: NOW,
    now: NOW,
    attributes: { newCustomer: 'yes' },
    correction: null,
    steps: BEFORE.map((before, place) => ({
      key: `step ${place}`,
      departmentId: place,
      before,
      delivers: place === BEFORE.length - 1,
      time,
      published: { duration: 'P2D', clock: 'WORKING' },
      pastRuns: Array.from({ length: PAST_RUNS }, (_, orderId) => pastRun(orderId, time, dice)),
      run: null,
      leadIns: [],
    })),
  }
}

/** Waits up to two hours and works for one to eight; one in ten is held, for four hours. */
function pastRun(orderId: number, time: WorkingTime, dice: Dice): PastRun {
  const share = () => (dice() >>> 0) / 2 ** 32
  const readyAt = NOW - (5 + 90 * share()) * DAY
  const startedAt = time.add(readyAt, 2 * HOUR * share())
  const isHeld = share() < 0.1
  const finishedAt = time.add(startedAt, HOUR * 8 ** share() + (isHeld ? 4 * HOUR : 0))
  const hold = { reason: 'no stock', since: startedAt, releasedAt: time.add(startedAt, 4 * HOUR) }
  const attributes = { newCustomer: share() < 0.2 ? 'yes' : 'no' }
  return {
    orderId,
    number: 1,
    readyAt,
    startedAt,
    finishedAt,
    brokenOffAt: null,
    holds: isHeld ? [hold] : [],
    attributes,
  }
}

function diceOf(seed: number): Dice {
  const generator = xoroshiro128plus(seed)
  return () => generator.next()
}
