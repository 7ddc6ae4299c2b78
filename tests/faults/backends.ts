import postgres from 'postgres'
import { APPLICATION_NAMES } from '../../server/storage/database-link.ts'
import type { Load } from './load.ts'
import { openNumbererKiller } from './numberer-killer.ts'
import type { Trouble } from './ordeal.ts'
import { verifyThere } from './premises.ts'

/** Backends of Baton by what they do at the moment. */
const KINDS = {
  writer: `state <> 'idle' and xact_start is not null and query ~* '^(insert|update|commit)'`,
  reader: `state = 'idle' and query ~* '^select'`,
  listener: `query ~* '^listen'`,
  all: 'true',
} as const
export type Kind = keyof typeof KINDS

export type BackendKiller = {
  /** Waits until there is one of that kind, and ends it (of `all`: every one). Answers with how many. */
  kill(kind: Kind): Promise<number>
  /** Waits until somebody listens. */
  listening(): Promise<void>
  close(): Promise<void>
}

export function openBackendKiller(url: string): BackendKiller {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} })
  const found = (kind: Kind) => sql<{ pid: number }[]>`select pid from pg_stat_activity
    where application_name like ${APPLICATION_NAMES} and datname = current_database() and ${sql.unsafe(KINDS[kind])}
    order by random() limit ${kind === 'all' ? 1_000 : 1}`
  const met = async (kind: Kind) => {
    for (;;) {
      const backends = await found(kind)
      if (backends.length > 0) return backends.map(({ pid }) => pid)
      await sql`select pg_sleep(0.003)`
    }
  }
  const kill = async (kind: Kind) => {
    const pids = await met(kind)
    for (const pid of pids) await sql`select pg_terminate_backend(${pid})`
    for (const pid of pids) await sql`select pg_terminate_backend(${pid}, 60000)`
    return pids.length
  }
  return { kill, listening: async () => void (await met('listener')), close: () => sql.end() }
}

/** Ends backends of the server's, one kind after the other, `rounds` times; it must live on and answer after each. */
export function deadBackends(url: string, rounds: number): Trouble {
  return async ({ premises, service, load }) => {
    await service.start()
    for (let round = 0; round < rounds; round++) await service.outlives(endEachKind(url, load))
    return [await verifyThere(premises)]
  }
}

async function endEachKind(url: string, load: Load): Promise<void> {
  const killer = openBackendKiller(url)
  const numbererKiller = openNumbererKiller(url)
  for (const kind of ['writer', 'reader', 'listener', 'all'] as const) {
    await killer.kill(kind)
    await load.answered(5)
  }
  await numbererKiller.kill()
  await load.answered(5)
  await killer.listening()
  await killer.close()
  await numbererKiller.close()
}
