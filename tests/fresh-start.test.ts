import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inBrowser, screenshot } from './support/browser.ts'
import { actAs } from './support/client.ts'
import { freePort } from './support/cluster.ts'
import { type Program, run, start } from './support/program.ts'

/** What the README promises: two commands on a machine that has node, npm and git, and nothing of Baton. */
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const INSTALL_LIMIT = 900_000
const DRAIN_LIMIT = 10_000

const LOG = ['order,step,at,who', 'F-1,Take order,2026-03-02T08:00:00Z,ines', 'F-1,Deliver,2026-03-03T09:30:00Z,otto']
const MAPPING = { timeZone: 'Europe/Berlin', columns: { order: 'order', step: 'step', at: 'at', holder: 'who' } }

let folder = ''
let url = ''
let baton: Program

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-fresh-'))
  await run('git', ['clone', '--quiet', ROOT, folder], { cwd: tmpdir() })
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder })
  baton = start('npm', ['start'], { cwd: folder, env: { PORT: String(await freePort()) } })
  url = (await baton.says(/Baton is at (http:\S+)/))[1]!
}, INSTALL_LIMIT)

afterAll(async () => {
  baton?.killAll()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const adminToken = async () =>
  JSON.parse(await readFile(join(folder, '.baton/demo-tokens.json'), 'utf8')).admin as string

inBrowser((open) => {
  test('a fresh clone serves a page on which one signs in and sees orders', async () => {
    const page = await open({ baseURL: url })
    await page.goto('/')
    await page.getByRole('heading', { name: 'Baton' }).waitFor()
    await page.getByRole('button', { name: /Maya Lindqvist/ }).click()
    await page
      .getByRole('link', { name: /^KO-\d+/ })
      .first()
      .waitFor()
    await screenshot(page, 'fresh-start')
  })
})

test('a fresh clone answers GraphQL', async () => {
  const { orders, departments } = await actAs(url, await adminToken()).tell(
    '{ departments { key } orders(first: 1) { totalCount edges { node { number current { key } } } } }',
  )
  expect(departments).toHaveLength(12)
  expect(orders.totalCount).toBeGreaterThanOrEqual(3_000)
})

test('a fresh clone imports a log while it runs, and traces its orders', async () => {
  await writeFile(join(folder, 'log.csv'), `${LOG.join('\n')}\n`)
  await writeFile(join(folder, 'map.json'), JSON.stringify(MAPPING))
  const output = await run('npx', ['baton', 'import', 'log.csv', '--map', 'map.json', '--json'], { cwd: folder })
  expect(JSON.parse(output.trimEnd().split('\n').at(-1)!)).toMatchObject({ orders: 1, refused: [] })
  const { order } = await actAs(url, await adminToken()).tell(
    '{ order(number: "F-1") { steps { name state holder { key } } } }',
  )
  expect(order.steps).toEqual([
    { name: 'Take order', state: 'DONE', holder: { key: 'ines' } },
    { name: 'Deliver', state: 'DONE', holder: { key: 'otto' } },
  ])
})

test('SIGTERM ends it in good order', async () => {
  baton.kill('SIGTERM')
  const tooLate = setTimeout(() => baton.killAll(), DRAIN_LIMIT)
  const code = await baton.ended
  clearTimeout(tooLate)
  expect(code, baton.log()).toBe(0)
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})
