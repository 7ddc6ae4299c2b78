import type { Attributes } from './forecast-ground.ts'
import type { Evidence } from './forecast-runs.ts'
import { normalQuantile } from './normal.ts'
import { countBelow, countUpTo } from './sorted.ts'

/** Fewest runs on either side of a split, and how sure it must be that the sides differ, over all splits that are tried. */
const LEAST = 20
const DOUBT = 0.01
/** At most so many splits, one within the other. */
const DEPTH = 2

/** An attribute by which the runs of a step differ, and its value in the order that is forecast; absent: it has none. */
export type Split = { readonly name: string; readonly value: string | undefined }

/**
 * The attributes that are shown to matter for how long the step takes, the one that matters most first: those whose runs with the order's value take
 * longer or shorter than the others by the rank-sum test (Mann and Whitney 1947; with the correction for ties), Bonferroni's correction for the
 * number of attributes tried.
 */
export function splitsOf(evidence: readonly Evidence[], attributes: Attributes): Split[] {
  const splits: Split[] = []
  let part = evidence.filter(isLead)
  const names = new Set(part.flatMap(({ run }) => Object.keys(run.attributes)))
  const limit = normalQuantile(1 - DOUBT / 2 / Math.max(1, names.size))
  while (splits.length < DEPTH) {
    const best = strongest(part, names, attributes)
    if (!best || best.score < limit) return splits
    splits.push({ name: best.name, value: attributes[best.name] })
    names.delete(best.name)
    part = part.filter(({ run }) => run.attributes[best.name] === attributes[best.name])
  }
  return splits
}

/** Has the order's value of each attribute. */
export function isAlike(attributes: Attributes, splits: readonly Split[]): boolean {
  return splits.every(({ name, value }) => attributes[name] === value)
}

/** In words: `new customer`, `not rush`, `category windows`. */
export function splitNote({ name, value }: Split): string {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  if (value === 'yes') return words
  return value === undefined || value === 'no' ? `not ${words}` : `${words} ${value}`
}

/** Its lead time is known, and it is no repetition. */
function isLead({ run, work }: Evidence): boolean {
  return work?.isOver === true && run.number === 1
}

type Scored = { readonly name: string; readonly score: number }

function strongest(part: readonly Evidence[], names: ReadonlySet<string>, attributes: Attributes): Scored | null {
  const ranks = ranksOf(part.map(({ wait, work }) => wait.time + work!.time))
  let best: Scored | null = null
  for (const name of names) {
    const isSame = part.map(({ run }) => run.attributes[name] === attributes[name])
    const score = Math.abs(rankSumScore(ranks, isSame))
    if (score > (best?.score ?? 0)) best = { name, score }
  }
  return best
}

type Ranks = { readonly ranks: Float64Array; readonly ties: number }

/** How far the ranks of those chosen lie from those of the others, in standard deviations; 0 where either are too few. */
function rankSumScore({ ranks, ties }: Ranks, isChosen: readonly boolean[]): number {
  const all = ranks.length
  const chosen = isChosen.filter(Boolean).length
  const others = all - chosen
  if (chosen < LEAST || others < LEAST) return 0
  const sum = ranks.reduce((total, rank, place) => total + (isChosen[place] ? rank : 0), 0)
  const variance = ((chosen * others) / 12) * (all + 1 - ties / (all * (all - 1)))
  return variance > 0 ? (sum - (chosen * (all + 1)) / 2) / Math.sqrt(variance) : 0
}

/** Ranks from 1, equal values sharing the middle of theirs; `ties`: the sum of t³ − t over groups of t equal values. */
export function ranksOf(values: readonly number[]): Ranks {
  const sorted = Float64Array.from(values).sort()
  let ties = 0
  const ranks = Float64Array.from(values, (value) => {
    const [below, upTo] = [countBelow(sorted, value), countUpTo(sorted, value)]
    ties += (upTo - below) ** 2 - 1
    return (below + 1 + upTo) / 2
  })
  return { ranks, ties }
}
