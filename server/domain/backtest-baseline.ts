import { type Distribution, distributionOf, quantileOf } from './distribution.ts'
import { FEWEST } from './expert-forecast.ts'

/** How often each number of days came. */
class Counts {
  private readonly counts = new Map<number, number>()
  private known: Distribution | null = null
  size = 0

  add(days: number): void {
    this.counts.set(days, (this.counts.get(days) ?? 0) + 1)
    this.size += 1
    this.known = null
  }

  quantiles(shares: readonly number[]): number[] {
    this.known ??= distributionOf([...this.counts.keys()], [...this.counts.values()])
    return shares.map((share) => quantileOf(this.known!, share))
  }
}

/** The two plain baselines: the quantiles of all past orders, and those of the past orders of the same group. */
export class Baselines {
  private readonly past = new Counts()
  private readonly groups = new Map<string, Counts>()

  learn(group: string | null, days: number): void {
    this.past.add(days)
    if (group === null) return
    if (!this.groups.has(group)) this.groups.set(group, new Counts())
    this.groups.get(group)!.add(days)
  }

  all(shares: readonly number[]): number[] {
    return this.past.quantiles(shares)
  }

  /** Those of all past orders where the group has too few to tell of p95. */
  group(group: string | null, shares: readonly number[]): number[] {
    const own = group === null ? undefined : this.groups.get(group)
    return (own && own.size >= FEWEST ? own : this.past).quantiles(shares)
  }
}
