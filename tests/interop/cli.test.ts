import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, inject, test, vi } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { startBaton } from '../../server/start.ts'
import { lockData } from '../../server/storage/data-lock.ts'
import { createPostgres } from '../support/database.ts'
import { IMPORTING } from './importing-process.ts'
import { FIRST, filesOf, SALES, SECOND } from './imports.ts'

/** Each test starts programs, which share the machine with other test files. */
vi.setConfig({ testTimeout: 180_000 })

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url))
const silent = { info: () => {}, warn: () => {}, error: () => {} }
/** One data folder for all, since making one takes seconds; each test finds it as the one before has left it. */
const data = mkdtempSync(join(tmpdir(), 'baton-cli-'))
afterAll(() => rmSync(data, { recursive: true }))

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

function program(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { PATH = '', TZ = 'UTC' } = process.env
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const child = execFile(process.execPath, args, { env: { PATH, TZ, BATON_DATA: data, ...env } }, (_, out, err) =>
    resolve({ code: child.exitCode, out, err }),
  )
  return promise
}

const baton = (...args: string[]) => program([CLI, ...args])

/** Paths of a log and its mapping. */
function logOf(...lines: string[]): [file: string, map: string] {
  const folder = filesOf({
    'sales.csv': ['id,status,from,to,who,dept,cust', ...lines].join('\n'),
    'map.json': JSON.stringify(SALES),
  })
  return [join(folder, 'sales.csv'), join(folder, 'map.json')]
}

const lastLine = ({ out }: Ended) => JSON.parse(out.trimEnd().split('\n').at(-1)!)

describe('baton import', () => {
  test('opens the data folder itself where nobody has it, and gives it back', async () => {
    const [file, map] = logOf(...FIRST)
    const ended = await baton('import', file, '--map', map, '--json')
    expect(ended.code).toBe(0)
    expect(lastLine(ended)).toEqual({
      orders: 1,
      steps: 3,
      runs: 4,
      events: 14,
      departments: 2,
      people: 3,
      workflows: 1,
      duplicates: 0,
      notes: [],
      refused: [],
      refusedCount: 0,
    })
    expect(ended.err).toContain('Small sales: read 1 orders with 4 activities')
    expect(readdirSync(data)).toEqual(['database'])
  })

  test('a second time says that there is nothing new', async () => {
    const [file, map] = logOf(...FIRST)
    const ended = await baton('import', file, `--map=${map}`)
    expect(ended).toMatchObject({ code: 0, out: 'Nothing new. 1 order had been imported before.\n' })
  })

  test('ends with 1 and tells why where something is refused', async () => {
    const [file, map] = logOf(...FIRST, '7,take,never,,Ann,Sales,ACME')
    const ended = await baton('import', file, '--map', map)
    expect(ended).toMatchObject({ code: 1, out: 'Nothing was imported: 1 reason\n' })
    expect(ended.err).toContain('sales.csv row 6, from: is no date')
    const json = await baton('import', file, '--map', map, '--json')
    expect(json.code).toBe(1)
    expect(lastLine(json)).toMatchObject({ orders: 0, refused: [{ row: 6, code: 'BAD_USER_INPUT' }] })
  })

  test('hands its work to the Baton that has the folder open, which then has the orders', async () => {
    const config = readConfig({ BATON_DATA: data, PORT: '0', BATON_ADMIN_TOKEN: 'the-admin-token-of-this-test' })
    const running = await startBaton(config, { log: silent, empty: true })
    try {
      const [file, map] = logOf(...FIRST, ...SECOND)
      const ended = await baton('import', file, '--map', map, '--json')
      expect(ended.code).toBe(0)
      expect(lastLine(ended)).toMatchObject({ orders: 1, duplicates: 1 })
      expect(ended.err).toContain('writing 1 orders')
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${config.adminToken}` }
      const body = JSON.stringify({ query: '{ order(number: "2") { state } }' })
      const answer = await fetch(`${running.url}/graphql`, { method: 'POST', headers, body })
      expect(await answer.json()).toEqual({ data: { order: { state: 'OPEN' } } })
    } finally {
      await running.close()
    }
  })

  test('says whose the folder is where its owner takes no commands', async () => {
    const lock = lockData(data, null)
    const [file, map] = logOf(...FIRST)
    const ended = await baton('import', file, '--map', map, '--json').finally(() => lock.release())
    expect(ended.code).toBe(1)
    expect(lastLine(ended)).toMatchObject({
      refused: [{ row: null, code: 'UNAVAILABLE', message: `DATABASE_IN_USE pid=${process.pid}` }],
    })
  })

  test('killed half-way leaves nothing behind, and the rerun is whole', async () => {
    const lines = FIRST.map((line) => line.replace(/^1/, 'K'))
    const [file, map] = logOf(...lines)
    const killed = await program([IMPORTING, data, file, map, 'insert into "step_run"'])
    expect(killed.code).toBeNull()
    expect(readdirSync(data)).toContain('baton.lock')
    const ended = await baton('import', file, '--map', map, '--json')
    expect(lastLine(ended)).toMatchObject({ orders: 1, runs: 4, duplicates: 0 })
  })

  test.skipIf(inject('postgresUrl') === null)('opens the Postgres that is configured', async () => {
    const { url, drop } = await createPostgres()
    try {
      const [file, map] = logOf(...FIRST)
      const killed = await program([IMPORTING, url, file, map, 'insert into "step_run"'])
      expect(killed.code).toBeNull()
      const ended = await program([CLI, 'import', file, '--map', map, '--json'], { DATABASE_URL: url })
      expect(lastLine(ended)).toMatchObject({ orders: 1, duplicates: 0, refused: [] })
      const again = await program([CLI, 'import', file, '--map', map, '--json'], { DATABASE_URL: url })
      expect(lastLine(again)).toMatchObject({ orders: 0, duplicates: 1 })
    } finally {
      await drop()
    }
  })

  const misused: [string[], string][] = [
    [[], 'which command?'],
    [['restore'], 'there is no command restore'],
    [['constructor'], 'there is no command constructor'],
    [['--fast'], '--fast'],
    [['import'], 'import needs a FILE'],
    [['import', 'log.csv', '--maps', 'map.json'], '--maps'],
    [['import', 'log.csv', '--map'], '--map'],
    [['import', 'log.csv', '--json=yes'], '--json'],
  ]
  test.each(misused)('is asked wrongly by %j and ends with 2', async (args, named) => {
    const ended = await baton(...args)
    expect(ended).toMatchObject({ code: 2, out: '' })
    expect(ended.err).toContain(named)
  })

  test.each([[['--help']], [['import', '--help']], [['import', '-h']]])('%j says what there is', async (args) => {
    const ended = await baton(...args)
    expect(ended).toMatchObject({ code: 0, err: '' })
    expect(ended.out).toContain(args.length === 1 ? 'import' : '--workflow')
  })
})
