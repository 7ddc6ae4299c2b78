import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../server/storage/database.ts'
import { onDatabase } from '../support/database.ts'

const LOCK = 77

onDatabase('PostgreSQL', (open) => {
  describe('single reads', () => {
    const pidOf = async ({ read }: Database) => (await read('select pg_backend_pid()', []))[0]![0] as number

    test('of one turn share a connection, and each gets its own answer', async () => {
      const database = await open()
      const pids = await Promise.all([pidOf(database), pidOf(database), pidOf(database)])
      expect(new Set(pids).size).toBe(1)
      const numbers = Array.from({ length: 50 }, (_, number) => number)
      const answers = await Promise.all(numbers.map((one) => database.read('select $1::int', [one])))
      expect(answers).toEqual(numbers.map((one) => [[one]]))
    })

    test('wait for no slow one of another turn', async () => {
      const database = await open()
      const locks = await takeLock(database)
      const slow = database.read('select pg_advisory_xact_lock_shared($1), pg_backend_pid()', [LOCK])
      for (let count = 0; count < 20; count++) {
        await nextTurn()
        await pidOf(database)
      }
      await locks.release()
      const [row] = await slow
      expect(await pidOf(database)).toBe(row![1])
    })

    test('that PostgreSQL refuses harm none that goes out with them', async () => {
      const { read } = await open()
      const [good, bad, other] = await Promise.allSettled([
        read('select 1', []),
        read('select 1/0', []),
        read('select 2', []),
      ])
      expect([good, other]).toMatchObject([{ value: [[1]] }, { value: [[2]] }])
      expect(bad).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
    })
  })
})

/** Holds the lock in a transaction until it is released. */
async function takeLock(database: Database): Promise<{ release(): Promise<void> }> {
  const [taken, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holding = database.transaction(async (tx) => {
    await tx.execute(`select pg_advisory_xact_lock(${LOCK})`)
    taken.resolve()
    await released.promise
  })
  await taken.promise
  return {
    release: () => {
      released.resolve()
      return holding
    },
  }
}
