import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { formatOf, openBytes } from '../../server/interop/log-source.ts'
import { refusedLater } from '../domain/refused.ts'
import { makeFolder } from './imports.ts'

function fileOf(name: string, content: Uint8Array | string): string {
  const path = join(makeFolder(), name)
  writeFileSync(path, content)
  return path
}

async function read(path: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(openBytes(path))).toString()
}

const numbered = (rows: number) => Array.from({ length: rows }, (_, row) => `order-${row * 7919},step\n`).join('')

test.each([
  ['orders.csv', 'csv'],
  ['orders.csv.gz', 'csv'],
  ['orders.txt', 'csv'],
  ['orders', 'csv'],
  ['log.xes', 'xes'],
  ['log.XES.gz', 'xes'],
  ['log.json', 'ocel-json'],
  ['log.jsonocel.gz', 'ocel-json'],
  ['log.xml', 'ocel-xml'],
  ['log.xmlocel', 'ocel-xml'],
  ['log.sqlite', 'ocel-sqlite'],
  ['log.sqlite3.gz', 'ocel-sqlite'],
  ['log.db', 'ocel-sqlite'],
])('the name %s says that a file holds %s', (name, format) => {
  expect(formatOf(`/some.xes/${name}`)).toBe(format)
})

test('a file is read as it is, and unpacked where its name says so', async () => {
  const text = 'order,step\n'.repeat(50_000)
  expect(await read(fileOf('log.csv', text))).toBe(text)
  const content = numbered(50_000)
  expect(await read(fileOf('log.csv.gz', gzipSync(content)))).toBe(content)
})

test('what unpacks to more than a hundred times its size is refused before it fills the memory', async () => {
  const path = fileOf('bomb.csv.gz', gzipSync(Buffer.alloc(200 * 1024 * 1024)))
  let size = 0
  const reading = async () => {
    for await (const bytes of openBytes(path)) size += bytes.length
  }
  const refusal = await refusedLater(reading())
  expect(refusal).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'bomb.csv.gz', limit: 100 })
  expect(refusal.actual).toBeGreaterThan(100)
  expect(size).toBeLessThan(21 * 1024 * 1024)
})

test('what cannot be read is refused by its name', async () => {
  const folder = makeFolder()
  mkdirSync(join(folder, 'folder.csv'))
  const packed = gzipSync(numbered(1_000))
  const cases: readonly [string, string][] = [
    [join(folder, 'nowhere.csv'), 'cannot be read (ENOENT)'],
    [join(folder, 'nowhere.csv.gz'), 'cannot be read (ENOENT)'],
    [join(folder, 'folder.csv'), 'cannot be read (EISDIR)'],
    [fileOf('text.csv.gz', 'order,step\n'), 'text.csv.gz: is no sound gzip file'],
    [fileOf('cut.csv.gz', packed.subarray(0, packed.length - 20)), 'cut.csv.gz: is no sound gzip file'],
  ]
  for (const [path, message] of cases) {
    const refusal = await refusedLater(read(path))
    expect(refusal.code).toBe('BAD_USER_INPUT')
    expect(refusal.message).toContain(message)
  }
})
