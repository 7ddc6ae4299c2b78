import { DAY } from './duration.ts'
import type { Instant } from './vocabulary.ts'

type RecalibrationOptions = {
  /** Milliseconds after which an outcome counts half. */
  readonly halfLife: number
  /** How many outcomes of forecasts without fault the past ones are weighed against. */
  readonly trust: number
}

const RECALIBRATION: RecalibrationOptions = { halfLife: 120 * DAY, trust: 50 }

const BINS = 400
/** Halvings after which the weights are written anew, long before a double overflows. */
const REBASE = 500

/**
 * Corrects the quantiles of forecasts by how earlier ones turned out: a rolling conformal calibration (Chernozhukov, Wüthrich, Zhu 2021,
 * "Distributional conformal prediction") in which newer outcomes count more and a few uniform ones are there from the beginning, so that
 * few outcomes correct little. Where days are discrete, an outcome is spread evenly over the shares that it took up (Czado, Gneiting,
 * Held 2009, "Predictive model assessment for count data").
 */
export class Recalibration {
  private readonly bins = new Float64Array(BINS)
  private readonly options: RecalibrationOptions
  private total = 0
  private base: Instant | null = null

  constructor(options: RecalibrationOptions = RECALIBRATION) {
    this.options = options
  }

  /** An outcome that took up the shares from `from` to `upTo` of its forecast, both from 0 to 1; equal where it took up no width. */
  add(from: number, upTo: number, at: Instant): void {
    if (!(from >= 0 && from <= upTo && upTo <= 1)) throw new RangeError(`no shares of a forecast: ${from}, ${upTo}`)
    const weight = this.weightAt(at)
    this.total += weight
    const first = Math.min(BINS - 1, Math.floor(from * BINS))
    const last = Math.min(BINS - 1, Math.floor(upTo * BINS))
    for (let bin = first; bin <= last; bin++) this.bins[bin]! += weight * portion(bin, from, upTo)
  }

  /** The share to ask of a forecast made at `now` so that what comes is within it with probability `share`; 0 to 1, monotonic. */
  share(share: number, now: Instant): number {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`no share: ${share}`)
    if (this.base === null) return share
    const faded = 2 ** ((this.base - now) / this.options.halfLife)
    const wanted = share * (this.options.trust + this.total * faded)
    let below = 0
    for (let bin = 0; bin < BINS; bin++) {
      const own = this.options.trust / BINS + this.bins[bin]! * faded
      if (below + own >= wanted) return Math.min(1, (bin + (own > 0 ? (wanted - below) / own : 0)) / BINS)
      below += own
    }
    return 1
  }

  private weightAt(at: Instant): number {
    const { halfLife } = this.options
    this.base ??= at
    const halvings = (at - this.base) / halfLife
    if (halvings <= REBASE) return 2 ** halvings
    for (let bin = 0; bin < BINS; bin++) this.bins[bin]! *= 2 ** -halvings
    this.total *= 2 ** -halvings
    this.base = at
    return 1
  }
}

/** What part of an outcome spread from `from` to `upTo` falls into a bin. */
function portion(bin: number, from: number, upTo: number): number {
  if (from === upTo) return 1
  return Math.max(0, Math.min(upTo, (bin + 1) / BINS) - Math.max(from, bin / BINS)) / (upTo - from)
}
