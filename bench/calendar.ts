import { WorkingTime } from '../server/domain/calendar.ts'
import { median } from './pairs.ts'

const HOUR = 3_600_000
const FROM = Date.UTC(2026, 0, 1)
const ADDITIONS = 1_000_000
const ZONE = 'Europe/Berlin'

type Add = (at: number, time: number) => number

/** `npm run bench -- calendar`: a million additions of working time, beside the same by halving plain hours and by Temporal, turn by turn. */
export function calendar(rounds = 9): void {
  const time = new WorkingTime({
    timeZone: ZONE,
    calendar: {
      weekdays: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:00' })),
      closures: [],
    },
    holidaysOf: () => [],
  })
  const peers: readonly (readonly [name: string, add: Add, additions: number])[] = [
    ['halving a list of hours', overHours(), ADDITIONS],
    ['Temporal, day by day', byTemporal, ADDITIONS / 500],
  ]
  for (let count = 0; count < 100; count++) agree((at, span) => time.add(at, span), peers, count)
  const own: number[] = []
  const ratios = new Map<string, number[]>(peers.map(([name]) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    const rate = rateOf((at, span) => time.add(at, span), ADDITIONS)
    if (round > 0) own.push(rate)
    for (const [name, add, additions] of peers) {
      const ratio = rate / rateOf(add, additions)
      if (round > 0) ratios.get(name)!.push(ratio)
    }
  }
  console.log(`working time added ${(median(own) / 1e6).toFixed(1)} million times a second`)
  for (const [name, times] of ratios) console.log(`  ${median(times).toFixed(1)} times as often as by ${name}`)
}

/** Where the answers differ there is nothing to compare. */
function agree(own: Add, peers: readonly (readonly [string, Add, number])[], count: number): void {
  const [at, span] = question(count)
  for (const [name, add] of peers)
    if (add(at, span) !== own(at, span)) throw new Error(`${name}: ${add(at, span)}, not ${own(at, span)}`)
}

/** Within two years, up to 40 open hours. */
function question(count: number): [at: number, time: number] {
  return [FROM + ((count * 7919) % 17_520) * HOUR, (1 + (count % 160)) * (HOUR / 4)]
}

function rateOf(add: Add, additions: number): number {
  const started = performance.now()
  let sum = 0
  for (let count = 0; count < additions; count++) {
    const [at, span] = question(count)
    sum += add(at, span)
  }
  if (Number.isNaN(sum)) throw new Error('an addition led nowhere')
  return (additions * 1000) / (performance.now() - started)
}

/** The least that can be done: the hours of the years in plain arrays, found by halving. */
function overHours(): Add {
  const opens: number[] = []
  const before: number[] = []
  for (let day = 0; day < 1200; day++) {
    const date = new Temporal.PlainDate(2025, 12, 1).add({ days: day })
    if (date.dayOfWeek > 5) continue
    opens.push(date.toZonedDateTime({ timeZone: ZONE, plainTime: '09:00' }).epochMilliseconds)
    before.push(before.length * 8 * HOUR)
  }
  const lastBelow = (sorted: readonly number[], value: number) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (sorted[middle]! < value) low = middle + 1
      else high = middle
    }
    return low - 1
  }
  return (at, time) => {
    const from = lastBelow(opens, at)
    const wanted = before[from]! + Math.min(at - opens[from]!, 8 * HOUR) + time
    const to = lastBelow(before, wanted)
    return opens[to]! + wanted - before[to]!
  }
}

/** As it would be written first. */
function byTemporal(at: number, time: number): number {
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE)
  let left = time
  for (let day = start.toPlainDate(); ; day = day.add({ days: 1 })) {
    if (day.dayOfWeek > 5) continue
    const opens = day.toZonedDateTime({ timeZone: ZONE, plainTime: '09:00' }).epochMilliseconds
    const closes = day.toZonedDateTime({ timeZone: ZONE, plainTime: '17:00' }).epochMilliseconds
    const from = Math.max(opens, at)
    if (from >= closes) continue
    if (from + left <= closes) return from + left
    left -= closes - from
  }
}
