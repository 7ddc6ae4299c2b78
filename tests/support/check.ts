import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RULES } from './rules/all.ts'
import { projectSources } from './rules/source.ts'

/** `npm run check`: one line when all is well, else the faults and exit code 1. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const TOOLS: Readonly<Record<string, readonly string[]>> = {
  types: ['node_modules/ts7/lib/tsc.js', '--noEmit', '--pretty', 'false', '-p', '.'],
  'lint and format': ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off', '.'],
  'printed schema': ['schema/print.ts', '--check'],
  "the client's schema": ['tests/support/typed-schema.ts'],
  'first load': ['tests/support/first-load.ts'],
}

function main(): void {
  const sources = projectSources(ROOT)
  const broken = Object.entries(RULES).map(([name, faultsOf]) => report(name, faultsOf(sources).join('\n')))
  const failed = Object.entries(TOOLS).map(([name, command]) => report(name, run(command)))
  if ([...broken, ...failed].some(Boolean)) process.exitCode = 1
  else console.log(`check: ok (${sources.length} files)`)
}

/** What the tool says where it fails; nothing where it is content. */
function run([script, ...args]: readonly string[]): string {
  if (!existsSync(join(ROOT, script!))) return `${script} is not there`
  const { status, stdout, stderr } = spawnSync(process.execPath, [script!, ...args], { cwd: ROOT, encoding: 'utf8' })
  return status === 0 ? '' : withoutElaboration(`${stdout}${stderr}`) || `${script} ended with ${status}`
}

/** The compiler explains a fault over many indented lines; its first says where and what. */
function withoutElaboration(output: string): string {
  const isCompiler = /^\S+\(\d+,\d+\): error TS/m.test(output)
  return (isCompiler ? output.replace(/^\s.*\n/gm, '') : output).trim()
}

function report(name: string, faults: string): boolean {
  if (faults) console.log(`check: ${name}\n${faults.replace(/^/gm, '  ')}`)
  return faults !== ''
}

main()
