import { writeSync } from 'node:fs'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number }

/**
 * Prints `N passed, N failed, N skipped` as the very last line of the run, alone on it. What kept tests from running (a file that
 * does not load, a hook, an unhandled error) counts as failed. On a build machine (CI=true) nothing may be skipped but what
 * needs ../shared.
 */
export class ClosingLine implements Reporter {
  private tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  private unexcused: readonly string[] = []

  onInit(): void {
    process.once('exit', (code) => this.print(code))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    this.tally = count(tests, brokenSuites(modules) + unhandled.length)
    this.unexcused = process.env.CI === 'true' ? unexcusedSkips(tests) : []
    if (this.tally.failed + this.unexcused.length > 0) process.exitCode = 1
  }

  /** A run that ends with a fault says so, whatever became of its tests. */
  private print(exitCode: number): void {
    for (const name of this.unexcused) writeSync(1, `skipped, but may not be on a build machine: ${name}\n`)
    const failed = this.tally.failed + this.unexcused.length
    writeSync(1, `${closingLine({ ...this.tally, failed: Math.max(failed, exitCode === 0 ? 0 : 1) })}\n`)
  }
}

export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function count(tests: readonly TestCase[], broken: number): Tally {
  const inState = (state: string) => tests.filter((test) => test.result().state === state).length
  return { passed: inState('passed'), failed: inState('failed') + broken, skipped: inState('skipped') }
}

/** Files and suites with errors of their own; those of their tests are counted with the tests. */
function brokenSuites(modules: readonly TestModule[]): number {
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
  return suites.filter((suite) => suite.errors().length > 0).length
}

function unexcusedSkips(tests: readonly TestCase[]): string[] {
  const skipped = tests.filter((test) => test.result().state === 'skipped')
  return skipped
    .map((test) => `${test.module.moduleId} > ${test.fullName}`)
    .filter((name) => !name.includes('../shared'))
}
