import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { openDatabase } from '../../server/open-database.ts'
import { importLog } from '../../server/services/import.ts'
import { startBaton } from '../../server/start.ts'
import { start } from '../support/program.ts'
import { FIRST, filesOf, SALES, SECOND } from './imports.ts'

/** Each test starts programs, which share the machine with other test files. */
vi.setConfig({ testTimeout: 180_000 })

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const data = mkdtempSync(join(tmpdir(), 'baton-verify-'))
const config = readConfig({ BATON_DATA: data, PORT: '0', BATON_ADMIN_TOKEN: 'the-admin-token-of-this-test' })
afterAll(() => rmSync(data, { recursive: true }))

async function verify(...args: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const program = start(process.execPath, [CLI, 'verify', ...args], { cwd: data, env: { BATON_DATA: data } })
  return { code: await program.ended, said: program.log() }
}

test('baton verify asks the Baton that has the folder open, and finds that all is as the log tells', async () => {
  const running = await startBaton(config, { log: silent, empty: true })
  try {
    const lines = ['id,status,from,to,who,dept,cust', ...FIRST, ...SECOND]
    const folder = filesOf({ 'sales.csv': lines.join('\n'), 'map.json': JSON.stringify(SALES) })
    const request = { files: [join(folder, 'sales.csv')], map: join(folder, 'map.json'), workflow: null }
    await importLog(running.baton, request, () => {})
    const { code, said } = await verify('--json')
    expect(code).toBe(0)
    expect(said).toContain('2 of 2 orders')
    expect(said).toMatch(/\{"orders":2,"events":\d+,"difference":null\}/)
  } finally {
    await running.close()
  }
})

test('it opens the folder itself where nobody has it, names the first difference and ends with 1', async () => {
  const database = await openDatabase(config, null)
  await database.pool.execute(sql`update orders set promised_date = '2031-01-01' where number = '2'`)
  await database.close()
  const { code, said } = await verify()
  expect(code).toBe(1)
  expect(said).toContain('order 2: promisedDate is "2031-01-01" in the tables, null by the log')
})
