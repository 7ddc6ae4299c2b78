import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { referenceEvent } from '../../server/domain/event.ts'
import { type Database, openPostgres, rows } from '../../server/storage/database.ts'
import { insertEvents } from '../../server/storage/event-insert.ts'
import { numberEvents } from '../../server/storage/numberer.ts'
import { NOW } from '../storage/one-shop.ts'
import { createPostgres, onDatabase } from '../support/database.ts'

const fact = (reason: string) => referenceEvent({ type: 'DIRECTORY_CHANGED', at: NOW, payload: {}, reason }, null, NOW)

onDatabase('PostgreSQL', () => {
  test('a number that was given stays, though another numberer comes before its giver has committed', async () => {
    const { url, drop } = await createPostgres()
    const [database, elsewhere] = await Promise.all([openPostgres(url), openPostgres(url)])
    const early = holding(database)
    const inserted = early.transaction((tx) => insertEvents(tx, [fact('inserted first')]))
    await early.isDone
    await insertEvents(database.pool, [fact('committed first')])

    const row = holding(database)
    const kept = row.transaction((tx) => tx.execute(sql`select 1 from event for update`))
    await row.isDone
    const given = numberEvents(database)
    await waiting(database, 1)
    early.commit()
    await inserted
    const other = numberEvents(elsewhere)
    await waiting(database, 2)
    row.commit()
    await kept

    expect(await Promise.all([given, other])).toEqual([1, 1])
    const log = await rows(database.pool, sql`select seq::int, reason from event order by seq`)
    expect(log).toEqual([
      { seq: 1, reason: 'committed first' },
      { seq: 2, reason: 'inserted first' },
    ])
    for (const one of [database, elsewhere]) await one.close()
    await drop()
  })

  test('several at once give each number once, whole transactions at a time, however much has piled up', async () => {
    const { url, drop } = await createPostgres()
    const processes = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url, { connections: 2 })))
    const database = processes[0]!
    await pileUp(database)
    const given = await Promise.all(processes.flatMap((one) => [numberEvents(one), numberEvents(one)]))

    const [log] = await rows(
      database.pool,
      sql`select count(*)::int as events, max(seq)::int as head, count(distinct seq)::int as numbers,
        (select count(*)::int from (select 1 from event group by transaction_id having max(seq) - min(seq) >= count(*))) as torn from event`,
    )
    expect(log).toEqual({ events: PILED_UP, head: PILED_UP, numbers: PILED_UP, torn: 0 })
    expect(given.reduce((sum, events) => sum + events, 0)).toBe(PILED_UP)
    for (const one of processes) await one.close()
    await drop()
  })
})

/** More transactions than a round takes, of one event and of two in turn. */
const TRANSACTIONS = 1_200
const PILED_UP = TRANSACTIONS * 1.5

async function pileUp({ pool, transaction }: Database): Promise<void> {
  const one = fact('one')
  for (let count = 0; count < TRANSACTIONS; count += 2) {
    await insertEvents(pool, [one])
    await transaction((tx) => insertEvents(tx, [one, one]))
  }
}

/** A transaction of it has done its work when `isDone`, and commits when it is told to. */
function holding(database: Database) {
  const { promise: isDone, resolve: done } = Promise.withResolvers<void>()
  const { promise: isTold, resolve: commit } = Promise.withResolvers<void>()
  const transaction: Database['transaction'] = (work) =>
    database.transaction(async (tx) => {
      const result = await work(tx)
      done()
      await isTold
      return result
    })
  return { transaction, isDone, commit }
}

/** Until so many wait for a lock of whatever kind: that of the numberer, or of a row. */
async function waiting({ pool }: Database, count: number): Promise<void> {
  const waiters = sql`select 1 from pg_locks where not granted
    and pid in (select pid from pg_stat_activity where datname = current_database())`
  while ((await rows(pool, waiters)).length < count) await pool.execute(sql`select pg_sleep(0.005)`)
}
