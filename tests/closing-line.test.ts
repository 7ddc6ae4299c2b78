import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/support/failing-run/vitest.config.ts']

function runFailing(ci: string): Promise<{ code: unknown; lines: string[] }> {
  const env = { ...process.env, CI: ci }
  return new Promise((resolve) => {
    execFile(process.execPath, VITEST, { cwd: ROOT, env }, (error, stdout) => {
      resolve({ code: error?.code ?? 0, lines: stdout.split('\n') })
    })
  })
}

test('a run in which a test fails says so in its last line and in its exit code', async () => {
  const { code, lines } = await runFailing('')
  expect(lines.slice(-2)).toEqual(['1 passed, 1 failed, 1 skipped', ''])
  expect(code).toBe(1)
})

test('on a build machine a skipped test is a failed one, by name', async () => {
  const { code, lines } = await runFailing('true')
  expect(lines.slice(-2)).toEqual(['1 passed, 2 failed, 1 skipped', ''])
  expect(lines.at(-3)).toMatch(/^skipped, but may not be on a build machine: .*failing\.ts > is not run$/)
  expect(code).toBe(1)
})
