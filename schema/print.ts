import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from './schema.ts'

const FILE = fileURLToPath(new URL('./schema.graphql', import.meta.url))

/** The schema as SDL, sorted, so that a change shows as what it is. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}

function check(): void {
  if (readFileSync(FILE, 'utf8') === printedSchema()) return
  console.error('schema/schema.graphql is out of date: run `node schema/print.ts`')
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--check')) check()
  else writeFileSync(FILE, printedSchema())
}
