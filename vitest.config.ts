import { defineConfig } from 'vitest/config'
import { ClosingLine } from './tests/support/closing-line.ts'

/** A zone that no machine of ours stands in, with an odd offset: what depends on the machine's clock setting shows. */
const TZ = 'Asia/Kathmandu'

export default defineConfig({
  test: {
    env: { TZ },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    reporters: ['default', new ClosingLine()],
    projects: [
      { extends: true, test: { name: 'domain', include: ['tests/domain/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/domain/**'],
          globalSetup: ['tests/support/run-setup.ts'],
        },
      },
    ],
  },
})
