import { sql } from 'drizzle-orm'
import { rows, type Tx } from './database.ts'
import { APPLICATION_NAMES } from './database-link.ts'

/** Somebody else's connection to this database, as Postgres names it. */
export type Connection = { readonly pid: number; readonly address: string | null }

/** Gives the log another identity: every cursor handed out before is foreign from the commit on. */
export async function renewSalt(tx: Tx): Promise<void> {
  await tx.execute(
    sql`insert into feed_epoch default values on conflict (is_single) do update set salt = excluded.salt`,
  )
}

/**
 * The other connections of Batons to this database. Until the transaction ends nobody can read the epoch, so a Baton that is not among
 * them reads the new one. PGlite has none: there the lock of the data folder answers.
 */
export async function otherBatons(tx: Tx): Promise<Connection[]> {
  await tx.execute(sql`lock table feed_epoch in access exclusive mode`)
  return rows<Connection>(
    tx,
    sql`select pid, host(client_addr) as address from pg_stat_activity
      where datname = current_database() and application_name like ${APPLICATION_NAMES} and pid <> pg_backend_pid() order by pid`,
  )
}
