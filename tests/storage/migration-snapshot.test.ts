import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateDrizzleJson } from 'drizzle-kit/api'
import { sql } from 'drizzle-orm'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { expect, test, vi } from 'vitest'
import * as feedTables from '../../drizzle/feed-tables.ts'
import * as orderTables from '../../drizzle/order-tables.ts'
import * as tables from '../../drizzle/tables.ts'
import drizzleConfig from '../../drizzle.config.ts'
import { rows } from '../../server/storage/database.ts'
import { MIGRATIONS } from '../../server/storage/migrate.ts'
import { onDatabase } from '../support/database.ts'
import { journalOf } from './earlier-database.ts'

/** The generator is large to load. */
vi.setConfig({ testTimeout: 120_000 })

const FILES = {
  './drizzle/tables.ts': tables,
  './drizzle/order-tables.ts': orderTables,
  './drizzle/feed-tables.ts': feedTables,
}
const schema: Record<string, unknown> = { ...tables, ...orderTables, ...feedTables }

type Column = { readonly name: string; readonly notNull: boolean }
type Snapshot = { readonly tables: Readonly<Record<string, { name: string; columns: Record<string, Column> }>> }

test('the tables are what the newest migration left: drizzle-kit generate would write nothing', async () => {
  const newest = await newestSnapshot()
  expect(snapshotOf(schema)).toEqual(newest)
  expect(snapshotOf({ ...schema, extra: pgTable('extra', { colour: text() }) })).not.toEqual(newest)
  expect(Object.keys(FILES).toSorted()).toEqual([drizzleConfig.schema].flat().toSorted())
})

onDatabase('PGlite', (open) => {
  test('the migrations make the columns that their snapshot tells of', async () => {
    const { pool } = await open()
    const made = await rows<{ name: string }>(
      pool,
      sql`select concat(table_name, '.', column_name, case is_nullable when 'NO' then ' not null' end) as name
        from information_schema.columns where table_schema = 'public'`,
    )
    const told = Object.values((await newestSnapshot()).tables).flatMap(({ name, columns }) =>
      Object.values(columns).map((column) => `${name}.${column.name}${column.notNull ? ' not null' : ''}`),
    )
    expect(made.map(({ name }) => name).toSorted()).toEqual(told.toSorted())
  })
})

async function newestSnapshot(): Promise<Snapshot> {
  const { idx } = (await journalOf()).entries.at(-1)!
  const file = join(MIGRATIONS, `meta/${String(idx).padStart(4, '0')}_snapshot.json`)
  return withoutIds(JSON.parse(await readFile(file, 'utf8')))
}

/** As JSON, which is how the generator compares and keeps it. */
function snapshotOf(things: Record<string, unknown>): Snapshot {
  return withoutIds(JSON.parse(JSON.stringify(generateDrizzleJson(things, undefined, undefined, 'snake_case'))))
}

function withoutIds({ id: _id, prevId: _prevId, ...snapshot }: Snapshot & { id?: string; prevId?: string }): Snapshot {
  return snapshot
}
