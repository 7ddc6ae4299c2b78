import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, inject, test, vi } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { openDatabase } from '../../server/open-database.ts'
import { openBaton } from '../../server/services/baton.ts'
import { startBaton } from '../../server/start.ts'
import { openPostgres } from '../../server/storage/database.ts'
import { createPostgres } from '../support/database.ts'
import { start } from '../support/program.ts'

/** Each test starts programs, which share the machine with other test files. */
vi.setConfig({ testTimeout: 180_000 })

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const folder = mkdtempSync(join(tmpdir(), 'baton-epoch-'))
const config = readConfig({ BATON_DATA: folder, PORT: '0', BATON_ADMIN_TOKEN: 'the-admin-token-of-this-test' })
afterAll(() => rmSync(folder, { recursive: true }))

async function epoch(args: readonly string[], env: object = { BATON_DATA: folder }) {
  const program = start(process.execPath, [CLI, 'epoch', ...args], { cwd: folder, env })
  return { code: await program.ended, said: program.log() }
}

test('a new epoch is refused while a Baton has the folder open, and changes nothing there', async () => {
  const running = await startBaton(config, { log: silent, empty: true })
  try {
    const cursor = running.baton.feed.cursorAt(0)
    const { code, said } = await epoch(['new'])
    expect(code).toBe(1)
    expect(said).toBe(
      `baton: BATON_DATA: a running Baton has it open (pid=${process.pid}); stop it first, it would go on with the old epoch\n`,
    )
    expect(await running.baton.feed.placeOf('after', cursor)).toBe(0)
  } finally {
    await running.close()
  }
})

test('with Baton stopped it is made and named, and the cursors from before are refused', async () => {
  const before = await cursorOf()
  const { code, said } = await epoch(['new', '--json'])
  expect(code).toBe(0)
  const renewal = JSON.parse(said)
  expect(Buffer.from(before, 'base64url').toString()).toBe(`${renewal.before}.0`)
  const after = await cursorOf(before)
  expect(Buffer.from(after, 'base64url').toString()).toBe(`${renewal.after}.0`)
})

test('where there is no database none is made, and what else is asked is refused', async () => {
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  expect(await epoch(['new'], { BATON_DATA: elsewhere })).toMatchObject({
    code: 2,
    said: 'baton: BATON_DATA: there is no database in it\n',
  })
  expect(existsSync(join(elsewhere, 'database'))).toBe(false)
  for (const args of [[], ['old'], ['new', 'new']])
    expect(await epoch(args)).toMatchObject({ code: 2, said: expect.stringContaining('epoch takes one word: new') })
})

test.skipIf(inject('postgresUrl') === null)('on PostgreSQL it is refused while a Baton is connected', async () => {
  const { url, drop } = await createPostgres()
  try {
    const running = await openPostgres(url)
    const refused = await epoch(['new'], { DATABASE_URL: url })
    await running.close()
    expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/DATABASE_URL: .*\(pid=\d+ from .*stop it/) })
    const done = await epoch(['new'], { DATABASE_URL: url })
    expect(done).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^The log of 0 events has the epoch [0-9a-f]{12}/),
    })
  } finally {
    await drop()
  }
})

/** The first cursor of the folder's log; asserts that the one given is of another log. */
async function cursorOf(foreign?: string): Promise<string> {
  const database = await openDatabase(config, null)
  const baton = await openBaton({ database, clock: Date.now, random: Math.random, log: silent })
  try {
    if (foreign !== undefined)
      await expect(baton.feed.placeOf('after', foreign)).rejects.toMatchObject({ code: 'CURSOR_EPOCH' })
    return baton.feed.cursorAt(0)
  } finally {
    await baton.close()
    await database.close()
  }
}
