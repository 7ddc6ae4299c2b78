import { Weekdays } from './expert-weekdays.ts'
import { countBelow } from './sorted.ts'

/**
 * One way to forecast: by how long past orders took, where one counts half after `halfLife` days, and one that shares an attribute of
 * `kin` counts `factor` times for each. `prior` is what the expert counts before anything has come of its forecasts.
 */
export type Expert = {
  readonly halfLife: number
  readonly kin: readonly number[]
  readonly factor: number
  readonly prior: number
}
/** What is known of an order: the day from which its days count, and the values of its attributes; null where nobody told one. */
export type Ordered = { readonly base: number; readonly values: readonly (string | null)[] }
/** What came of it: it took `days`, which was known from day `at` on. */
export type Outcome = Ordered & { readonly days: number; readonly at: number }

/** The shares at which an expert is asked. The three of a promise are among them; the rest is what they may be corrected to. */
export const LEVELS = [0.05, 0.15, 0.25, 0.35, 0.5, 0.6, 0.7, 0.78, 0.85, 0.9, 0.925, 0.95, 0.97, 0.985, 0.995] as const

const HALF_LIVES = [60, 120, 240, Number.POSITIVE_INFINITY]
const FACTORS = [4, 16, 64]
/** What the experts that look at no attribute count together, of 1, before anything has come. */
const PLAIN = 0.25
/** Members of a group that are looked at, the newest: it bounds the work of a forecast. */
const KIN_LIMIT = 2_000
/** Halvings beyond which older and newer count the same, so that no weight overflows: more than a century and a half. */
const MOST_HALVINGS = 1_000

/** Every pair of attributes and each by itself, by their places. */
function kinships(attributes: number): number[][] {
  const single = [...Array(attributes).keys()]
  return [...single.map((one) => [one]), ...single.flatMap((one) => single.slice(one + 1).map((other) => [one, other]))]
}

/** All there are. Which are listened to is learned from what comes of their forecasts. */
function expertsFor(kins: readonly (readonly number[])[]): Expert[] {
  const plainly = kins.length === 0 ? 1 : PLAIN
  const among = kins.length * FACTORS.length * HALF_LIVES.length
  return HALF_LIVES.flatMap((halfLife) => [
    { halfLife, kin: [], factor: 1, prior: plainly / HALF_LIVES.length },
    ...kins.flatMap((kin) => FACTORS.map((factor) => ({ halfLife, kin, factor, prior: (1 - plainly) / among }))),
  ])
}

/** The weights of past outcomes by how long they took: one number for each of the days that occur. */
type Mass = Float64Array

/** What the experts have seen. */
export class Experts {
  readonly all: readonly Expert[]
  private readonly days: Float64Array
  private readonly placeOf: ReadonlyMap<number, number>
  private readonly kins: readonly (readonly number[])[]
  /** The place of each pair among them. */
  private readonly pairs: ReadonlyMap<readonly number[], number>
  private readonly none: Mass
  private readonly upTo: Mass
  /** By half-life. */
  private readonly plain: readonly Mass[]
  private readonly weights: readonly number[][]
  private readonly places: number[] = []
  private readonly groups = new Map<string, number[]>()
  private readonly weekdays = new Weekdays()
  private first: number | null = null

  /** `days`: whatever an order may be found to have taken, ascending; it lays out the tables and tells the experts nothing. */
  constructor(attributes: number, days: readonly number[]) {
    this.kins = kinships(attributes)
    this.pairs = new Map(this.kins.map((kin, place) => [kin, place]))
    this.all = expertsFor(this.kins)
    this.none = new Float64Array(days.length)
    this.upTo = new Float64Array(days.length)
    this.days = Float64Array.from(days)
    this.placeOf = new Map(days.map((day, place) => [day, place]))
    this.plain = HALF_LIVES.map(() => new Float64Array(days.length))
    this.weights = HALF_LIVES.map(() => [])
  }

  learn({ days, at, base, values }: Outcome): void {
    const place = this.placeOf.get(days)
    if (place === undefined) throw new RangeError(`${days} days are not among those laid out`)
    this.first ??= at
    this.weekdays.learn(base + days)
    const index = this.places.push(place) - 1
    for (const [half, halfLife] of HALF_LIVES.entries()) {
      const weight = 2 ** Math.min(MOST_HALVINGS, (at - this.first) / halfLife)
      this.weights[half]!.push(weight)
      this.plain[half]![place]! += weight
    }
    for (const kin of this.kins) this.join(groupOf(kin, values), index)
  }

  /** The days that each expert gives for each level, expert by expert; of at least one outcome. */
  quantiles({ base, values }: Ordered): Float64Array {
    const isOpen = Float64Array.from(this.days, (days) => Number(!this.weekdays.isClosed(base + days)))
    const members = this.kins.map((kin) => (this.groups.get(groupOf(kin, values) ?? '') ?? []).slice(-KIN_LIMIT))
    const given = new Float64Array(this.all.length * LEVELS.length)
    let expert = 0
    for (const [half, plain] of this.plain.entries()) {
      const masses = members.map((own) => this.massOf(own, this.weights[half]!))
      for (; this.all[expert]?.halfLife === HALF_LIVES[half]; expert++) {
        const upTo = this.cumulated(this.all[expert]!, plain, masses, isOpen)
        const total = upTo[upTo.length - 1]!
        for (const [level, share] of LEVELS.entries())
          given[expert * LEVELS.length + level] = this.days[countBelow(upTo, share * total)]!
      }
    }
    return given
  }

  private join(group: string | null, index: number): void {
    if (group === null) return
    const members = this.groups.get(group)
    if (members) members.push(index)
    else this.groups.set(group, [index])
  }

  private massOf(members: readonly number[], weights: readonly number[]): Mass {
    if (members.length === 0) return this.none
    const mass = new Float64Array(this.days.length)
    for (const index of members) mass[this.places[index]!]! += weights[index]!
    return mass
  }

  /**
   * How much an expert counts up to each of the days, on open days alone unless nothing came on them. An order that shares both of two
   * attributes counts `factor` squared times, by inclusion and exclusion of their groups. Valid until it is called again.
   */
  private cumulated(expert: Expert, plain: Mass, masses: readonly Mass[], isOpen: Mass | null): Mass {
    const { kin, factor } = expert
    const { none, upTo } = this
    const [one, other] = [masses[kin[0] ?? -1] ?? none, masses[kin[1] ?? -1] ?? none]
    const both = kin.length === 2 ? masses[this.pairs.get(kin)!]! : none
    const [more, muchMore] = [factor - 1, (factor - 1) ** 2]
    let sum = 0
    for (let place = 0; place < upTo.length; place++) {
      const mass = plain[place]! + more * (one[place]! + other[place]!) + muchMore * both[place]!
      sum += isOpen ? mass * isOpen[place]! : mass
      upTo[place] = sum
    }
    return sum > 0 || isOpen === null ? upTo : this.cumulated(expert, plain, masses, null)
  }
}

/** Names the group of those that share the values; null where one of them is not known. */
function groupOf(kin: readonly number[], values: readonly (string | null)[]): string | null {
  const shared = kin.map((one) => values[one] ?? null)
  return shared.includes(null) ? null : JSON.stringify([kin, shared])
}
