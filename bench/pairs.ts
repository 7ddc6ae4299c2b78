/** A piece of Baton's work and the bare SQL beside it. Each does the same amount and says how many it did. */
export type Pair = {
  readonly name: string
  readonly unit: string
  /** Makes ready what both need in the next round; not measured. */
  prepare?(): Promise<void>
  baton(): Promise<number>
  bare(): Promise<number>
}

export type Measured = {
  readonly name: string
  readonly unit: string
  /** Medians, per second. */
  readonly baton: number
  readonly bare: number
  /** How many times as long Baton takes for one: the median over the rounds, and the lowest and the highest. */
  readonly ratio: readonly [median: number, least: number, most: number]
}

/** One round to warm up, then `rounds` in which both run right after each other, now the one first, now the other. */
export async function measure(pair: Pair, rounds: number): Promise<Measured> {
  const rates: { baton: number; bare: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    await pair.prepare?.()
    const rate = round % 2 ? await bareFirst(pair) : await batonFirst(pair)
    if (round > 0) rates.push(rate)
  }
  const ratios = rates.map(({ baton, bare }) => bare / baton).sort((one, other) => one - other)
  return {
    name: pair.name,
    unit: pair.unit,
    baton: median(rates.map(({ baton }) => baton)),
    bare: median(rates.map(({ bare }) => bare)),
    ratio: [median(ratios), ratios[0]!, ratios.at(-1)!],
  }
}

export function table(measured: readonly Measured[]): string {
  const round = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 3 })
  const rows = measured.map(({ name, unit, baton, bare, ratio: [middle, least, most] }) => {
    return `| ${name} | ${round(baton)} ${unit}/s | ${round(bare)} ${unit}/s | ${round(middle)} | ${round(least)}–${round(most)} |`
  })
  return ['| | Baton | bare SQL | times as long | of the rounds |', '|---|---|---|---|---|', ...rows].join('\n')
}

async function batonFirst(pair: Pair): Promise<{ baton: number; bare: number }> {
  return { baton: await rateOf(() => pair.baton()), bare: await rateOf(() => pair.bare()) }
}

async function bareFirst(pair: Pair): Promise<{ baton: number; bare: number }> {
  return { bare: await rateOf(() => pair.bare()), baton: await rateOf(() => pair.baton()) }
}

async function rateOf(work: () => Promise<number>): Promise<number> {
  const started = performance.now()
  return ((await work()) * 1000) / (performance.now() - started)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
}
