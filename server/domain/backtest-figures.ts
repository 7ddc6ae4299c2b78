import { pinball } from './pinball.ts'

/** What a date that was given with some probability was worth. */
export type Figures = {
  /** The share of orders that came on the date or before it, and that came before it: days are discrete, the probability lies between. */
  readonly atOrBefore: number
  readonly before: number
  /** Mean pinball loss in days, and the mean of the days given. */
  readonly pinball: number
  readonly meanDays: number
}

/** Sums of what was given with probability `share` and what came. */
export class FigureSums {
  private readonly share: number
  private orders = 0
  private within = 0
  private before = 0
  private loss = 0
  private days = 0

  constructor(share: number) {
    this.share = share
  }

  add(given: number, came: number): void {
    this.orders += 1
    this.within += Number(came <= given)
    this.before += Number(came < given)
    this.loss += pinball(this.share, came, given)
    this.days += given
  }

  figures(): Figures {
    const mean = (sum: number) => sum / this.orders
    return {
      atOrBefore: mean(this.within),
      before: mean(this.before),
      pinball: mean(this.loss),
      meanDays: mean(this.days),
    }
  }
}

/**
 * The standard error of a share of `share` over orders of several lines each: lines of one order come together, so that they tell less than
 * as many orders. `sizes`: the lines of each order. (All of one order taken as one outcome: the cautious end of cluster sampling.)
 */
export function standardError(share: number, sizes: readonly number[]): number {
  const lines = sizes.reduce((sum, size) => sum + size, 0)
  const squares = sizes.reduce((sum, size) => sum + size ** 2, 0)
  return Math.sqrt(share * (1 - share) * squares) / lines
}
