import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'

/**
 * Tests on real inputs, which lie beside the project and are not part of it: `folder` of `../shared`, e.g.
 * `data/production-csv`. Where it is absent they are reported as skipped.
 */
export function describeShared(folder: string, tests: (path: string) => void): void {
  const path = fileURLToPath(new URL(`../../../shared/${folder}`, import.meta.url))
  describe.skipIf(!existsSync(path))(`with ../shared/${folder}`, () => tests(path))
}
