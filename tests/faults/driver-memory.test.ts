import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import postgres from 'postgres'
import { expect, inject, onTestFinished, test } from 'vitest'
import { onDatabase } from '../support/database.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options: { type: 'minor' | 'major' }) => void
/** What lived through two collections of young objects stays until all memory is gone through. */
const MINOR = { type: 'minor' } as const

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')!.space_used_size
}

const THINGS = 1_000
const ROUNDS = 60

onDatabase('PostgreSQL', () => {
  test('what the driver gave is gone with the young objects, as soon as nobody has it any more', async () => {
    const sql = postgres(inject('postgresUrl')!, { max: 1, onnotice: () => {} })
    onTestFinished(() => sql.end({ timeout: 1 }))
    const read = async () => {
      const [row] = await sql`select json_agg(json_build_array(n, n)) as things from generate_series(1, ${THINGS}) n`
      if (row!.things.length !== THINGS) throw new Error('it gave something else')
    }
    for (let round = 0; round < ROUNDS; round++) await read()
    collect({ type: 'major' })
    const before = oldBytes()
    for (let round = 0; round < ROUNDS; round++) {
      await read()
      collect(MINOR)
    }
    // An array of two numbers is 48 bytes at least.
    expect(oldBytes() - before).toBeLessThan((ROUNDS * THINGS * 48) / 4)
  })
})
