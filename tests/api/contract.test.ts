import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { printedSchema } from '../../schema/print.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CHECK = fileURLToPath(new URL('../../../shared/contract-check.mjs', import.meta.url))
const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

describe.skipIf(!existsSync(CHECK))('against ../shared/api.graphql', () => {
  test('contract-pending.txt lists exactly what the schema still lacks of the contract', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [CHECK], { cwd: ROOT })
    const differences = stdout.trimEnd().split('\n').slice(0, -1)
    expect((await read('./contract-pending.txt')).trimEnd().split('\n')).toEqual(differences)
  })
})

test('schema.graphql is what the schema prints', async () => {
  expect(await read('../../schema/schema.graphql')).toBe(printedSchema())
})
