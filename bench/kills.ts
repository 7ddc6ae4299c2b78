import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FAILPOINTS, type Failpoint } from '../tests/faults/failpoints.ts'
import { kills } from '../tests/faults/kills.ts'
import { type Endured, endure, faultsOf, inWords } from '../tests/faults/ordeal.ts'
import { prepare } from '../tests/faults/premises.ts'
import { startCluster } from '../tests/support/cluster.ts'

const SEED = 7

/** A server killed at so many random moments and at every failpoint, on PGlite and on PostgreSQL. */
export async function killed(moments: number): Promise<void> {
  const failpoints = Object.keys(FAILPOINTS) as Failpoint[]
  const cluster = await startCluster()
  try {
    for (const url of [null, cluster.url('postgres')]) {
      const folder = await mkdtemp(join(tmpdir(), 'baton-kills-'))
      const endured = await endure(await prepare(url, folder), kills({ moments, failpoints, seed: SEED }))
      console.log(`${url ? 'PostgreSQL' : 'PGlite'}, killed ${moments} times at random and ${failpoints.length} times at failpoints
${inWords(endured)}; to be ready it took ${times(endured)}`)
      console.table([faultsOf(endured)])
      await rm(folder, { recursive: true })
    }
  } finally {
    await cluster.stop()
  }
}

function times({ startTimes }: Endured): string {
  const sorted = startTimes.toSorted((one, other) => one - other)
  const inSeconds = (place: number) => `${(sorted[Math.floor(place)]! / 1000).toFixed(1)} s`
  return `${inSeconds(0)} at least, ${inSeconds((sorted.length - 1) / 2)} in the middle, ${inSeconds(sorted.length - 1)} at most`
}
