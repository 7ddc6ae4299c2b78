import postgres from 'postgres'
import { readConfig } from '../server/config.ts'
import { adminViewer } from '../server/domain/visibility.ts'
import type { Asker } from '../server/services/mutate.ts'
import { type Running, startBaton } from '../server/start.ts'
import { openPostgres } from '../server/storage/database.ts'
import { startCluster } from '../tests/support/cluster.ts'

/** Baton over HTTP with the demo company on a PostgreSQL that writes to the disk, and plain SQL beside it. */
export type Workplace = {
  readonly running: Running
  /** May do everything. */
  readonly admin: Asker
  readonly adminToken: string
  /** Two connections to the same database, past Baton; `bench_event` is there to be written to, like `event`. */
  readonly sql: postgres.Sql
  /** How many statements Baton sent while `work` ran. */
  statementsOf(work: () => Promise<unknown>): Promise<number>
  close(): Promise<void>
}

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** `folder` takes what Baton writes. */
export async function openWorkplace(folder: string): Promise<Workplace> {
  const cluster = await startCluster({ fsync: 'on' })
  let statements = 0
  const observe = () => {
    statements += 1
  }
  const url = cluster.url('postgres')
  const database = await openPostgres(url, { observe })
  const adminToken = crypto.randomUUID()
  const config = readConfig({ PORT: '0', BATON_ADMIN_TOKEN: adminToken, BATON_DATA: folder })
  const running = await startBaton(config, { log: silent, database })
  const sql = postgres(url, { max: 2, onnotice: () => {} })
  await sql`create table bench_event (like event including all)`
  return {
    running,
    admin: { baton: running.baton, viewer: adminViewer },
    adminToken,
    sql,
    statementsOf: async (work) => {
      const before = statements
      await work()
      return statements - before
    },
    close: async () => {
      await sql.end()
      await running.close()
      await cluster.stop()
    },
  }
}
