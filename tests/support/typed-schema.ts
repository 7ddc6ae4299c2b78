import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The types of the client's documents follow from schema.graphql; ends with 1 where the committed ones are others. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FILE = 'web/src/graphql-env.d.ts'
const CLI = 'node_modules/gql.tada/bin/cli.js'

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'baton-typed-schema-'))
  const output = join(folder, 'graphql-env.d.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'generate-output', '-o', output], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  const isCurrent = status === 0 && readFileSync(output, 'utf8') === readFileSync(join(ROOT, FILE), 'utf8')
  rmSync(folder, { recursive: true })
  if (isCurrent) return
  process.exitCode = 1
  console.error(status === 0 ? `${FILE} is out of date: run \`npx gql.tada generate-output\`` : `${stdout}${stderr}`)
}

main()
