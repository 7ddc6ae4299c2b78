import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { onTestFinished } from 'vitest'
import type { Mapping } from '../../server/interop/mapping.ts'
import { type Baton, openBaton } from '../../server/services/baton.ts'
import { type ImportResult, importLog } from '../../server/services/import.ts'
import { type Database, rows } from '../../server/storage/database.ts'

/** The clock of these tests stands still here. */
export const NOW = Date.UTC(2026, 10, 22, 9)
const silent = { info: () => {}, warn: () => {}, error: () => {} }

export async function openTestBaton(database: Database): Promise<Baton> {
  const baton = await openBaton({ database, clock: () => NOW, random: () => 0.5, log: silent })
  onTestFinished(() => baton.close())
  return baton
}

/** A folder that is gone after the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'baton-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files into a folder of the test and returns where. */
export function filesOf(contents: Readonly<Record<string, string>>): string {
  const folder = makeFolder()
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text)
  return folder
}

/** Small, of two departments; the first order is over, the second is under way. */
export const SALES: Mapping = {
  name: 'Small sales',
  timeZone: 'Europe/Berlin',
  columns: {
    order: 'id',
    step: 'status',
    start: 'from',
    finish: 'to',
    holder: 'who',
    department: 'dept',
    customer: 'cust',
  },
  delivers: ['ship'],
}
const HEADING = 'id,status,from,to,who,dept,cust'
export const FIRST = [
  '1,take,2024-03-01 08:00,2024-03-01 09:00,Ann,Sales,ACME',
  '1,pack,2024-03-01 10:00,2024-03-01 11:00,Bob,Stock,ACME',
  '1,pack,2024-03-01 10:30,2024-03-01 12:00,Cem,Stock,ACME',
  '1,ship,2024-03-02 08:00,2024-03-02 09:00,Bob,Stock,ACME',
]
export const SECOND = [
  '2,take,2024-03-05 08:00,2024-03-05 08:30,Ann,Sales,Zorn',
  '2,pack,2024-03-05 09:00,,Cem,Stock,Zorn',
]

/** Imports rows as `SALES` maps them, or as told. */
export function importRows(
  baton: Baton,
  lines: readonly string[],
  options: { workflow?: string; mapping?: Mapping; heading?: string } = {},
): Promise<ImportResult> {
  const { workflow = null, mapping = SALES, heading = HEADING } = options
  const folder = filesOf({ 'sales.csv': [heading, ...lines].join('\n'), 'map.json': JSON.stringify(mapping) })
  const request = { files: [join(folder, 'sales.csv')], map: join(folder, 'map.json'), workflow }
  return importLog(baton, request, () => {})
}

const TABLES = ['department', 'person', 'customer', 'product', 'workflow', 'orders', 'order_step', 'step_run', 'event']

/** How many rows each table has: the same before and after where nothing was written. */
export async function countRows({ pool }: Database): Promise<Record<string, number>> {
  const counts = TABLES.map(
    (table) => sql`select ${table}::text as name, count(*)::int as count from ${sql.identifier(table)}`,
  )
  const found = await rows<{ name: string; count: number }>(pool, sql.join(counts, sql` union all `))
  return Object.fromEntries(found.map(({ name, count }) => [name, count]))
}
