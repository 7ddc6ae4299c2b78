import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../tests/support/cluster.ts'
import { growBaton } from './baton-database.ts'
import { HARNESS, SERVER } from './harness.ts'
import type { Pace } from './reads.ts'
import { startBaton } from './servers.ts'
import { makeTokens } from './tokens.ts'

export const COMPANIES = { small: 20_000, large: 2_000_000 } as const
export type GrowthRound = { readonly round: number; readonly small: number; readonly large: number }

/** Orders that are asked for again and again: so many of each company, from its first to its last. */
const ASKED = 1_000
const CONNECTIONS = 16
/** Seconds in which each order asked for is read several times, so that neither company is read from the disk. */
const WARMING = 12
const DOCUMENT = JSON.parse(readFileSync(fileURLToPath(new URL('baton.json', import.meta.url)), 'utf8')).trace.query

/** Milliseconds of a trace's p50 in the company of 20,000 orders and in that of 2,000,000. */
export async function measureGrowth(filled: string, { rounds, seconds }: Pace): Promise<GrowthRound[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-growth-'))
  await using servers = new AsyncDisposableStack()
  const company = async (size: number) => {
    const url = await growBaton(SERVER, filled, size)
    const served = servers.adopt(await startBaton(url, await freePort()), (one) => one.stop())
    const [token] = await makeTokens(url, 'integration')
    const bodies = join(folder, `${size}.jsonl`)
    writeFileSync(bodies, bodiesOf(size))
    const run = (time: number) => wrk(`http://127.0.0.1:${served.port}/graphql`, bodies, token!, time)
    return { run, warm: () => run(WARMING) }
  }
  try {
    const small = await company(COMPANIES.small)
    const large = await company(COMPANIES.large)
    await small.warm()
    await large.warm()
    return Array.from({ length: rounds }, (_, round) => {
      const turned = round % 2 ? large.run(seconds) : null
      const first = small.run(seconds)
      return { round, small: first, large: turned ?? large.run(seconds) }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function bodiesOf(size: number): string {
  const every = size / ASKED
  const numbers = Array.from({ length: ASKED }, (_, index) => `SO-${String(1 + index * every).padStart(7, '0')}`)
  return `${numbers.map((number) => JSON.stringify({ query: DOCUMENT, variables: { number } })).join('\n')}\n`
}

/** The p50 in milliseconds that wrk saw with the comparison's own script. */
function wrk(url: string, bodies: string, token: string, seconds: number): number {
  const load = join(HARNESS, 'lib/load.lua')
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', load, url, '--', bodies, `Bearer ${token}`]
  const [, result] = /RESULT (.*)/.exec(execFileSync('wrk', args, { encoding: 'utf8' }))!
  const { p50, errors } = JSON.parse(result!) as { p50: number; errors: number }
  if (errors > 0) throw new Error(`${errors} requests were refused`)
  return p50
}
