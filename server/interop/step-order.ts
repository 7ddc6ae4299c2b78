import type { Precedence } from './precedence.ts'

/** A dependency must hold in at least this share of the orders that have both steps. */
const SHARE = 0.8
/** Orders that must have both before they say something; where a step has fewer orders, all of them. */
const ENOUGH = 3

/**
 * A strict partial order of a log's steps: who must be finished before whom. It is grown from its best founded dependencies. One
 * is left out where it would close a cycle, which so loses its weakest; or where something that follows from it fails in as many
 * orders as speak for it, so that a rare step between two others does not tie those to each other.
 */
export class StepOrder {
  private readonly size: number
  private readonly counts: Precedence
  /** Who comes before whom, closed under "before what comes before". */
  private readonly reach: Uint8Array

  constructor(counts: Precedence) {
    this.counts = counts
    this.size = counts.steps.length
    this.reach = new Uint8Array(this.size * this.size)
    for (const [before, after] of this.candidates()) this.take(before, after)
  }

  isBefore(a: number, b: number): boolean {
    return this.reach[a * this.size + b] === 1
  }

  /** The steps right before `step`: those with none in between (the transitive reduction). */
  directlyBefore(step: number): number[] {
    const all = this.indices().filter((other) => this.isBefore(other, step))
    return all.filter((other) => !all.some((between) => this.isBefore(other, between)))
  }

  /** All steps, each after those before it; where that leaves a choice, as they first begin in the log. */
  sorted(): number[] {
    const { place } = this.counts
    const left = new Set(this.indices().sort((a, b) => place[a]! - place[b]! || a - b))
    const sorted: number[] = []
    while (left.size > 0) {
      const next = left.values().find((step) => !left.values().some((other) => this.isBefore(other, step)))!
      left.delete(next)
      sorted.push(next)
    }
    return sorted
  }

  /** Pairs whose order the log shows clearly, the best founded first. */
  private candidates(): [number, number][] {
    const pairs = this.indices().flatMap((a) => this.indices().map((b): [number, number] => [a, b]))
    return pairs
      .filter(([a, b]) => a !== b && this.isShown(a, b))
      .sort((one, other) => this.margin(...other) - this.margin(...one) || one[0] - other[0] || one[1] - other[1])
  }

  private take(before: number, after: number): void {
    if (this.isBefore(before, after)) return
    const early = this.indices().filter((step) => step === before || this.isBefore(step, before))
    const late = this.indices().filter((step) => step === after || this.isBefore(after, step))
    const follows = early.flatMap((a) => late.map((b) => [a, b] as const)).filter(([a, b]) => !this.isBefore(a, b))
    const support = this.margin(before, after)
    if (follows.some(([a, b]) => a === b || this.failures(a, b) >= support)) return
    for (const [a, b] of follows) this.reach[a * this.size + b] = 1
  }

  /** Orders in which `a` was not before `b`; none where it was in most. */
  private failures(a: number, b: number): number {
    const { both, before } = this.counts
    return before(a, b) >= SHARE * both(a, b) ? 0 : both(a, b) - before(a, b)
  }

  private isShown(a: number, b: number): boolean {
    const { both, orders } = this.counts
    return both(a, b) >= Math.min(ENOUGH, orders[a]!, orders[b]!) && this.failures(a, b) === 0
  }

  /** By how many orders more the log speaks for `a` before `b` than against it. */
  private margin(a: number, b: number): number {
    return 2 * this.counts.before(a, b) - this.counts.both(a, b)
  }

  private indices(): number[] {
    return [...this.counts.steps.keys()]
  }
}
