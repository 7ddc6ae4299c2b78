import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import { type Database, rows, type Tx } from './database.ts'

export const MIGRATIONS = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url))

/** Names the lock under which one process at a time migrates; any number that no other lock of Baton uses. */
const MIGRATION_LOCK = 6_202_611

/**
 * Brings the tables up to date, once, whoever starts at the same time: the others wait and find nothing to do. All that is
 * missing is applied in one transaction, so a process that dies half-way leaves what was there before. (Drizzle's own migrator
 * reads the same files but opens its transaction itself, where no lock of ours can stand before it.)
 */
export async function migrate(database: Database, migrationsFolder = MIGRATIONS): Promise<void> {
  await database.transaction(async (tx) => {
    await unhurried(tx)
    await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    const last = await lastApplied(tx)
    for (const file of readMigrationFiles({ migrationsFolder })) if (file.folderMillis > last) await apply(tx, file)
  })
}

/** Lifts the time limits of statements and of the pauses between them for the rest of the transaction: for work that is long by nature. */
export async function unhurried(tx: Tx): Promise<void> {
  await tx.execute(sql`set local statement_timeout = 0`)
  await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
}

async function lastApplied(tx: Tx): Promise<number> {
  await tx.execute(sql`create schema if not exists drizzle`)
  await tx.execute(
    sql`create table if not exists drizzle.migration (created_at bigint primary key, hash text not null)`,
  )
  const [row] = await rows<{ last: string | number | null }>(
    tx,
    sql`select max(created_at) as last from drizzle.migration`,
  )
  return Number(row?.last ?? 0)
}

async function apply(tx: Tx, { sql: statements, folderMillis, hash }: MigrationMeta): Promise<void> {
  for (const statement of statements) await tx.execute(sql.raw(statement))
  await tx.execute(sql`insert into drizzle.migration (created_at, hash) values (${folderMillis}, ${hash})`)
}
