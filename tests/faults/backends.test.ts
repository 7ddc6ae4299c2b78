import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { type Database, openPostgres, rows, type Tx } from '../../server/storage/database.ts'
import { createPostgres, onDatabase } from '../support/database.ts'
import { deadBackends, openBackendKiller } from './backends.ts'
import { expectNothingLost } from './endured.ts'
import { endure, inWords } from './ordeal.ts'
import { prepare } from './premises.ts'

const LIMIT = 180_000
const CONNECTIONS = 10

onDatabase('PostgreSQL', () => {
  test('a server whose backends are ended under it answers on, and nothing is lost or done twice', {
    timeout: LIMIT,
  }, async () => {
    const { url, drop } = await createPostgres()
    const folder = await mkdtemp(join(tmpdir(), 'baton-backends-'))
    const endured = await endure(await prepare(url, folder), deadBackends(url, 3))
    await drop()
    await rm(folder, { recursive: true })
    console.log(inWords(endured))
    expect(endured.startTimes, 'it was started once').toHaveLength(1)
    expect(endured.retries).toBeGreaterThan(0)
    expectNothingLost(endured)
  })

  test('after all backends have been ended in the midst of their transactions every pooled connection works', async () => {
    const { url, drop } = await createPostgres()
    const database = await openPostgres(url, { connections: CONNECTIONS })
    const killer = openBackendKiller(url)
    for (let round = 0; round < 5; round++) {
      const { promise: never } = Promise.withResolvers<void>()
      const stuck = meet(database, () => never)
      const ends = Promise.allSettled(stuck.ends)
      await stuck.allHere
      expect(await killer.kill('all')).toBe(CONNECTIONS)
      expect((await ends).map(({ status }) => status)).toEqual(Array(CONNECTIONS).fill('rejected'))
    }
    const met = meet(database, (allHere) => allHere)
    expect(new Set(await Promise.all(met.ends)).size).toBe(CONNECTIONS)
    await killer.close()
    await database.close()
    await drop()
  })
})

/** As many transactions at once as there are connections, each with the backend's pid; `stay` says how long they last. */
function meet(database: Database, stay: (allHere: Promise<void>) => Promise<void>) {
  const { promise: allHere, resolve } = Promise.withResolvers<void>()
  let here = 0
  const turn = async (tx: Tx) => {
    const [backend] = await rows<{ pid: number }>(tx, sql`select pg_backend_pid() as pid`)
    if (++here === CONNECTIONS) resolve()
    await stay(allHere)
    return backend!.pid
  }
  return { allHere, ends: Array.from({ length: CONNECTIONS }, () => database.transaction(turn)) }
}
