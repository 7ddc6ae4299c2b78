import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importRate } from './import-rate.ts'
import { type Measured, measure, table } from './pairs.ts'
import { stepRate } from './step-rate.ts'
import { traceRate } from './trace-rate.ts'
import { openWorkplace } from './workplace.ts'

const ROUNDS = 7

/** What Baton costs beside plain SQL that does the core of the same work in the same database; the ratios are what to compare. */
export async function rates(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  const workplace = await openWorkplace(folder)
  try {
    const measured: Measured[] = []
    for (const pairOf of [importRate, traceRate, stepRate])
      measured.push(await measure(await pairOf(workplace, folder), ROUNDS))
    console.log(`${ROUNDS} paired rounds each, medians; PostgreSQL on this machine, fsync on\n\n${table(measured)}`)
  } finally {
    await workplace.close()
    await rm(folder, { recursive: true })
  }
}
