import type { Progress } from './log-sink.ts'

/** Milliseconds between two lines. */
const BETWEEN = 1_000

/**
 * Tells whoever waits how far a long work is: how much is done, how fast, and how long the rest will take at that rate. At most a line
 * a second of `clock`, in milliseconds.
 */
export class Meter {
  private readonly what: string
  private readonly unit: string
  private readonly progress: Progress
  private readonly clock: () => number
  private readonly begun: number
  private told: number
  private done = 0

  /** `what` is being done, in `unit`s: `orders.csv read`, `rows`. */
  constructor(what: string, unit: string, progress: Progress, clock: () => number) {
    this.what = what
    this.unit = unit
    this.progress = progress
    this.clock = clock
    this.begun = clock()
    this.told = this.begun
  }

  /** `count` more are done; `share` of the work, from 0 to 1, is done with them. */
  add(count: number, share: number): void {
    this.done += count
    const now = this.clock()
    if (now - this.told < BETWEEN) return
    this.told = now
    const elapsed = now - this.begun
    const rate = Math.round((this.done / elapsed) * 1_000)
    const left = share > 0 ? `, ${durationOf((elapsed / share) * (1 - share))} left` : ''
    this.progress(`${this.what}: ${this.done} ${this.unit}, ${rate} a second${left}`)
  }
}

function durationOf(milliseconds: number): string {
  const seconds = Math.ceil(Math.max(0, milliseconds) / 1_000)
  if (seconds < 120) return `${seconds} s`
  return `${Math.ceil(seconds / 60)} min`
}
