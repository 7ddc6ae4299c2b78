import { defineConfig } from 'vitest/config'
import { ClosingLine } from '../closing-line.ts'

/** A run of its own with one test that fails, set up with a PostgreSQL as the real one is. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['failing.ts'],
    globalSetup: ['cluster-setup.ts'],
    reporters: [new ClosingLine()],
  },
})
