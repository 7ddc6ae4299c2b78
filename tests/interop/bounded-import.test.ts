import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { expect, onTestFinished, test, vi } from 'vitest'
import { adminViewer } from '../../server/domain/visibility.ts'
import { Meter } from '../../server/interop/meter.ts'
import { openBaton } from '../../server/services/baton.ts'
import { importLog } from '../../server/services/import.ts'
import { watchEvents } from '../../server/services/watch.ts'
import { type Database, openEmbedded, openPostgres, rows, type Tx } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { LOCK_NUMBERING } from '../../server/storage/numberer.ts'
import { createPostgres, type Engine, eachDatabase, type Open } from '../support/database.ts'
import { GENERATED, writeGeneratedLog } from './generated-log.ts'
import { IMPORTING, type Seen } from './importing-process.ts'
import { countRows, makeFolder, openTestBaton } from './imports.ts'

/** These tests start processes that work long, beside other test files. */
vi.setConfig({ testTimeout: 1_800_000 })

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const MIB = 1024 * 1024
/** What an import may take above what the open database takes. */
const LIMIT = 512 * MIB
/** MiB of the heap of the process that imports: far below what the log and its events come to. */
const HEAP = 192

type Log = { readonly file: string; readonly map: string; readonly orders: number }

async function generate(rows: number, seed: number): Promise<Log> {
  const folder = makeFolder()
  const [file, map] = [join(folder, 'log.csv'), join(folder, 'map.json')]
  writeFileSync(map, JSON.stringify(GENERATED))
  return { file, map, orders: await writeGeneratedLog(file, rows, seed) }
}

/** A database of its own for processes to open: a URL, or a data folder. */
async function makePlace(engine: Engine): Promise<string> {
  if (engine === 'PGlite') return makeFolder()
  const { url, drop } = await createPostgres()
  onTestFinished(drop)
  return url
}

/** Imports in a process of its own; null where it was killed. Its temporary files go to `temporary`. */
async function importApart(place: string, { file, map }: Log, dies = '', temporary = makeFolder()) {
  const { promise, resolve } = Promise.withResolvers<string>()
  const args = [`--max-old-space-size=${HEAP}`, IMPORTING, place, file, map, dies]
  const { PATH = '', TZ = 'UTC' } = process.env
  const env = { PATH, TZ, SQLITE_TMPDIR: temporary }
  const child = execFile(process.execPath, args, { env, maxBuffer: 64 * MIB }, (_, out, err) => resolve(out || err))
  const told = await promise
  if (child.signalCode === 'SIGKILL') return null
  return JSON.parse(told) as Seen
}

/** What stands in the database once whoever died in it is gone. */
async function countIn(place: string): Promise<Record<string, number>> {
  const database: Database = place.startsWith('postgres:')
    ? await openPostgres(place, { connections: 1 })
    : await openEmbedded(`${place}/database`)
  try {
    await migrate(database)
    return await countRows(database)
  } finally {
    await database.close()
  }
}

test.each([
  ['PostgreSQL', 300_000],
  ['PGlite', 60_000],
] as const)('a log goes into %s with %d rows in less than 512 MiB above the database’s own', async (engine, rows) => {
  const log = await generate(rows, 7)
  const seen = await importApart(await makePlace(engine), log)
  expect(seen!.result).toMatchObject({ orders: log.orders, runs: rows, workflows: 1, duplicates: 0, refused: [] })
  const own = engine === 'PGlite' ? seen!.opened : 0
  expect(seen!.peak - own).toBeLessThan(LIMIT)
})

/** How often an import looks at the clock or sends a statement. */
async function countMoments(open: Open, { file, map }: Log): Promise<number> {
  let count = 0
  const pass = () => {
    count += 1
    return count
  }
  const database = await open({ observe: pass })
  const baton = await openBaton({ database, clock: pass, random: () => 0.5, log: silent })
  const before = count
  const result = await importLog(baton, { files: [file], map, workflow: null }, () => {})
  expect(result.refused).toEqual([])
  await baton.close()
  return count - before
}

eachDatabase((open, engine) => {
  test('an import that is killed at any row leaves nothing, and the rerun is whole', async () => {
    const rows = 1_000
    const [log, place, temporary] = [await generate(rows, 11), await makePlace(engine), makeFolder()]
    const moments = await countMoments(open, log)
    expect(moments).toBeGreaterThan(rows)
    const dice = xoroshiro128plus(20_261_122)
    for (const [least, most] of [[1, rows] as const, [rows, moments] as const]) {
      const dies = String(uniformInt(dice, least, most))
      expect(await importApart(place, log, dies, temporary)).toBeNull()
      expect(readdirSync(temporary)).toEqual([])
    }
    expect(Object.values(await countIn(place))).toEqual(Array(9).fill(0))
    const seen = await importApart(place, log, '', temporary)
    expect(seen!.result).toMatchObject({ orders: log.orders, runs: rows, duplicates: 0, refusedCount: 0 })
    expect(await countIn(place)).toMatchObject({ orders: log.orders, event: seen!.result.events })
  })
})

eachDatabase((open, engine) => {
  test('of a whole import one event reaches those who watch, and it is the last of it', async () => {
    const log = await generate(2_000, 5)
    const baton = await openTestBaton(await open())
    const frames = await watchEvents({ baton, viewer: adminViewer }, null, null)
    const request = { files: [log.file], map: log.map, workflow: null }
    const { events } = await importLog(baton, request, () => {})
    expect(await importLog(baton, request, () => {})).toMatchObject({ orders: 0, duplicates: log.orders })
    const second = await generate(600, 6)
    writeFileSync(second.file, readFileSync(second.file, 'utf8').replaceAll(/^G/gm, 'H'))
    await importLog(baton, { files: [second.file], map: second.map, workflow: null }, () => {})
    const told = [(await frames.next()).value!, (await frames.next()).value!].flatMap((frame) => frame.events)
    expect(told.map((event) => event.type)).toEqual(['ORDERS_IMPORTED', 'ORDERS_IMPORTED'])
    expect(told[0]).toMatchObject({ seq: events, payload: { orderCount: log.orders } })
    await frames.return!()
  })

  test('its events are numbered however long that takes, which a statement may not take otherwise', async () => {
    const database = await open()
    const limit = async (tx: Tx) =>
      (await rows<{ limit: string }>(tx, sql`select current_setting('statement_timeout') as limit`))[0]
    const within = await database.transaction(async (tx) => {
      await tx.execute(sql.raw(LOCK_NUMBERING))
      return limit(tx)
    })
    expect(within).toEqual({ limit: '0' })
    expect(await limit(database.pool)).toEqual({ limit: engine === 'PostgreSQL' ? '10s' : '0' })
  })

  test('it tells how many rows it has read, how fast and how long the rest takes, once a second', async () => {
    const log = await generate(2_000, 5)
    const database = await open()
    let now = 0
    const clock = () => {
      now += 4
      return now
    }
    const baton = await openBaton({ database, clock, random: () => 0.5, log: silent })
    onTestFinished(() => baton.close())
    const lines: string[] = []
    await importLog(baton, { files: [log.file], map: log.map, workflow: null }, (line) => lines.push(line))
    const reading = lines.filter((line) => line.startsWith('log.csv read: '))
    expect(reading).toHaveLength(8)
    for (const line of reading) expect(line).toMatch(/^log\.csv read: \d+ rows, 250 a second, \d+ s left$/)
  })
})

test('what is done is told at most once a second, with its rate and the time that is left', () => {
  const lines: string[] = []
  let now = 50_000
  const meter = new Meter(
    'log.csv read',
    'rows',
    (line) => lines.push(line),
    () => now,
  )
  const later = (milliseconds: number, count: number, share: number) => {
    now += milliseconds
    meter.add(count, share)
  }
  later(999, 500, 0.1)
  later(1, 500, 0.2)
  later(999, 500, 0.2)
  later(1_001, 1_500, 0.01)
  later(1_000, 0, 1)
  expect(lines).toEqual([
    'log.csv read: 1000 rows, 1000 a second, 4 s left',
    'log.csv read: 3000 rows, 1000 a second, 5 min left',
    'log.csv read: 3000 rows, 750 a second, 0 s left',
  ])
})
