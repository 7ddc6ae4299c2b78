import { cpus, totalmem } from 'node:os'
import { fillBaton } from './baton-database.ts'
import { measureFeed } from './fan-outs.ts'
import { feedRows, growthRows, type Row, readRows, readsBeside, table } from './figures.ts'
import { measureGrowth } from './growth.ts'
import { absent, install, SERVER, startCluster, stopCluster } from './harness.ts'
import { missing } from './missing.ts'
import { measureReads, type Pace } from './reads.ts'

const PARTS = ['reads', 'feed', 'growth'] as const
type Part = (typeof PARTS)[number]

/** Enough to see what a change does, not enough to quote. */
const QUICK: Pace = { rounds: 2, seconds: 1 }
const FULL: Readonly<Record<Part, Pace>> = {
  reads: { rounds: 7, seconds: 3 },
  feed: { rounds: 5, seconds: 4 },
  growth: { rounds: 7, seconds: 3 },
}

/**
 * Baton beside the limit and the servers that a user would pick instead, over the same facts in one cluster: all parts, or those named. `--quick`
 * measures briefly; `--keep` leaves the cluster running. Where something is missing it says so in a line.
 */
export async function peers(words: readonly string[]): Promise<void> {
  const asked = words.filter((word) => !word.startsWith('--'))
  const strange = asked.find((word) => !PARTS.includes(word as Part))
  if (strange) throw new Error(`peers has no part ${strange}; there are ${PARTS.join(', ')}`)
  const obstacle = absent() ?? missing()
  if (obstacle) return console.log(obstacle)
  install()
  cleanUpAtEnd(words.includes('--keep'))
  startCluster()
  const rows: Row[] = []
  for (const part of PARTS)
    if (asked.length === 0 || asked.includes(part))
      rows.push(...(await measure(part, words.includes('--quick') ? QUICK : FULL[part])))
  console.log(`\n${machine()}; medians of paired rounds, 16 connections\n\n${table(rows)}`)
}

/** However this process ends, what it started ends with it. */
function cleanUpAtEnd(keepsCluster: boolean): void {
  if (!keepsCluster) process.once('exit', stopCluster)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
}

async function measure(part: Part, pace: Pace): Promise<Row[]> {
  const url = await fillBaton(SERVER, 'perf', 'baton')
  console.log(`\n# ${part}: ${pace.rounds} rounds of ${pace.seconds} s`)
  if (part === 'growth') return growthRows(await measureGrowth('baton', pace))
  if (part === 'feed') return feedRows(await measureFeed(url, pace))
  const figures = await measureReads(url, pace)
  console.log(`\n${readsBeside(figures)}`)
  return readRows(figures)
}

function machine(): string {
  const [first, ...others] = cpus()
  return `${1 + others.length} × ${first?.model ?? 'processor'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.version}`
}
