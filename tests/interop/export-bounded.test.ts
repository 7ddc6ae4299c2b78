import { execFile } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { importLog } from '../../server/services/import.ts'
import { openPostgres } from '../../server/storage/database.ts'
import { createPostgres } from '../support/database.ts'
import { GENERATED, writeGeneratedLog } from './generated-log.ts'
import { makeFolder, openTestBaton } from './imports.ts'

/** Tens of thousands of events are written in processes of their own, beside other test files. */
vi.setConfig({ testTimeout: 600_000 })

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))
const ROWS = 30_000
const MIB = 1024 * 1024
/** MiB of heap of the process that exports. */
const HEAP = 80

type Filled = { readonly url: string; readonly events: number }

/** A database that an import has filled. */
async function filled(): Promise<Filled> {
  const { url, drop } = await createPostgres()
  onTestFinished(drop)
  const database = await openPostgres(url)
  onTestFinished(() => database.close())
  const folder = makeFolder()
  const [file, map] = [join(folder, 'log.csv'), join(folder, 'map.json')]
  writeFileSync(map, JSON.stringify(GENERATED))
  await writeGeneratedLog(file, ROWS, 3)
  const { events } = await importLog(await openTestBaton(database), { files: [file], map, workflow: null }, () => {})
  return { url, events }
}

test('what is larger than the memory goes out as OCEL, in each of its forms', async () => {
  const { url, events } = await filled()
  const { PATH = '' } = process.env
  for (const format of ['ocel-json', 'ocel-xml', 'ocel-sqlite']) {
    const file = join(makeFolder(), 'all')
    const args = [`--max-old-space-size=${HEAP}`, CLI, 'export', file, '--format', format, '--json']
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH, DATABASE_URL: url } })
    expect(JSON.parse(stdout)).toMatchObject({ format, events })
    expect(statSync(file).size).toBeGreaterThan(HEAP * MIB)
  }
})
