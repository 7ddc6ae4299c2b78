import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { ensureDemoCompany } from '../../server/services/demo.ts'
import { openEmbedded } from '../../server/storage/database.ts'
import { dataFolders } from '../api/data-folder.ts'
import { actAs } from '../support/client.ts'
import { type Program, run, start } from '../support/program.ts'

/** `npm start` and what can be asked of it, with a company that is there already and is a small one. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ADMIN = 'the-admin-token-of-this-test'
const AT_WORK = /The demo company's people are at work/
const { prepare } = dataFolders()

let folder: string
let program: Program | null = null

beforeAll(async () => {
  folder = await prepare('company')
  const database = await openEmbedded(`${folder}/database`)
  const size = { orders: 20, days: 10, customers: 34 }
  await ensureDemoCompany({ database, clock: Date.now }, { size, progress() {} })
  await database.close()
})

afterEach(() => program?.killAll())

const open = (...args: string[]) => {
  program = start(process.execPath, ['server/main.ts', ...args], {
    cwd: ROOT,
    env: { PORT: '0', BATON_DATA: folder, BATON_ADMIN_TOKEN: ADMIN },
  })
  return program
}

test('--still leaves the company as it is', async () => {
  const still = open('--still')
  await still.says(/Baton is at http/)
  expect(still.log()).not.toMatch(AT_WORK)
  still.kill('SIGTERM')
  expect(await still.ended, still.log()).toBe(0)
})

test('without it the people of the company go on working, until it is told to stop', async () => {
  const living = open()
  const [, url] = await living.says(/Baton is at (http:\S+)/)
  expect(living.log()).toMatch(AT_WORK)
  const events = actAs(url!, ADMIN).watch('subscription { events { isLive events { type actor { __typename } } } }')
  const frame = await events.next((data) => data.events.events.length > 0)
  expect(frame.events.isLive).toBe(true)
  await events.close()
  living.kill('SIGTERM')
  expect(await living.ended, living.log()).toBe(0)
})

test('--help says what may be asked, and starts nothing', async () => {
  const said = await run(process.execPath, ['server/main.ts', '--help'], { cwd: ROOT, env: { BATON_DATA: folder } })
  expect(said).toContain('--still')
  expect(said).toContain('--empty')
  expect(said).not.toContain('Baton is at')
})
