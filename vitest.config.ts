import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './tests/support/closing-line.ts'

/** A zone that no machine of ours stands in, with an odd offset: what depends on the machine's clock setting shows. */
const TZ = 'Asia/Kathmandu'

/** What needs no database and no page does not wait for them. */
const PURE = ['tests/domain/**/*.test.ts', 'tests/architecture.test.ts']

/** Vite would take another build of it than Node and Apollo do, and one graphql knows nothing of the other's types. */
const GRAPHQL = createRequire(import.meta.url).resolve('graphql')

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: GRAPHQL }] },
  test: {
    env: { TZ },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    reporters: ['default', new ClosingLine()],
    projects: [
      { extends: true, test: { name: 'pure', include: PURE } },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['tests/**/*.test.ts'],
          exclude: PURE,
          globalSetup: ['tests/support/run-setup.ts'],
        },
      },
    ],
  },
})
