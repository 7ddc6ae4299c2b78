import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test, vi } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { importLog } from '../../server/services/import.ts'
import { startBaton } from '../../server/start.ts'
import { FIRST, filesOf, makeFolder, SALES, SECOND } from './imports.ts'

/** Each test starts programs, which share the machine with other test files. */
vi.setConfig({ testTimeout: 180_000 })

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const data = mkdtempSync(join(tmpdir(), 'baton-export-'))
const config = readConfig({ BATON_DATA: data, PORT: '0', BATON_ADMIN_TOKEN: 'the-admin-token-of-this-test' })
afterAll(() => rmSync(data, { recursive: true }))

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

function baton(args: readonly string[], folder: string): Promise<Ended> {
  const { PATH = '' } = process.env
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const child = execFile(
    process.execPath,
    [CLI, ...args],
    { cwd: folder, env: { PATH, BATON_DATA: data } },
    (_, out, err) => resolve({ code: child.exitCode, out, err }),
  )
  return promise
}

test('baton export asks the Baton that has the folder open, and writes where the command was given', async () => {
  const running = await startBaton(config, { log: silent, empty: true })
  const folder = makeFolder()
  try {
    const lines = ['id,status,from,to,who,dept,cust', ...FIRST, ...SECOND]
    const files = filesOf({ 'sales.csv': lines.join('\n'), 'map.json': JSON.stringify(SALES) })
    const request = { files: [join(files, 'sales.csv')], map: join(files, 'map.json'), workflow: null }
    await importLog(running.baton, request, () => {})
    const { code, out, err } = await baton(['export', 'all.sqlite', '--format', 'ocel-sqlite', '--json'], folder)
    expect([code, err]).toEqual([0, expect.stringMatching(/^2 orders with \d+ events\n/)])
    expect(JSON.parse(out)).toMatchObject({
      file: join(folder, 'all.sqlite'),
      format: 'ocel-sqlite',
      orders: 2,
      runs: null,
    })
    expect(readdirSync(folder)).toEqual(['all.sqlite'])
    const refused = await baton(['export', 'all.sqlite', '--format', 'csv'], folder)
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('FILE: is there already')])
  } finally {
    await running.close()
  }
})

test('it opens the folder itself where nobody has it', async () => {
  const folder = makeFolder()
  const { code, out } = await baton(['export', 'runs.csv', '--format', 'csv'], folder)
  expect([code, out]).toEqual([0, `Wrote 2 orders with 6 runs to ${join(folder, 'runs.csv')}\n`])
})

test.each([
  [['export'], 'export needs a FILE'],
  [['export', 'a', 'b', '--format', 'csv'], 'export takes one FILE, not b too'],
  [['export', 'a'], 'export needs --format ocel-json|ocel-xml|ocel-sqlite|csv|xes'],
])('it is not asked rightly by %j', async (args, message) => {
  const { code, err } = await baton(args, makeFolder())
  expect([code, err]).toEqual([2, expect.stringContaining(`baton: ${message}\n`)])
})
