import postgres from 'postgres'
import { NUMBERING_LOCK } from '../../server/storage/numberer.ts'

/** A backend that was ended while it gave numbers, and the one that was at it next. */
export type Succession = { readonly killed: number; readonly successor: number }

export type NumbererKiller = { kill(): Promise<Succession>; close(): Promise<void> }

/**
 * Kills the numberer in the midst of its work: lets events pile up by taking its lock, locks the row of one, waits for whoever
 * comes to number it, ends that backend, and waits for the next one before it lets go of the row.
 */
export function openNumbererKiller(url: string): NumbererKiller {
  const sql = postgres(url, { max: 1, fetch_types: false })
  const kill = () =>
    sql.begin(async (tx) => {
      await tx`select pg_advisory_lock(${NUMBERING_LOCK})`
      await until(() => tx`select id from event where seq is null limit 1 for update`, tx)
      await tx`select pg_advisory_unlock(${NUMBERING_LOCK})`
      const killed = await blocked(tx, 0)
      await tx`select pg_terminate_backend(${killed}, 60000)`
      return { killed, successor: await blocked(tx, killed) }
    })
  return { kill, close: () => sql.end() }
}

/** The backend that waits for the row. One that only waits for the numbering lock waits for the other. */
async function blocked(tx: postgres.TransactionSql, not: number): Promise<number> {
  const [waiting] = await until(
    () => tx`select pid from pg_locks where not granted and locktype <> 'advisory'
      and pid <> ${not} and pg_backend_pid() = any(pg_blocking_pids(pid)) limit 1`,
    tx,
  )
  return waiting!.pid
}

async function until(look: () => Promise<postgres.RowList<postgres.Row[]>>, tx: postgres.TransactionSql) {
  for (;;) {
    const found = await look()
    if (found.length > 0) return found
    await tx`select pg_sleep(0.005)`
  }
}
