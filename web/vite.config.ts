import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What is built is for users, whatever NODE_ENV says: a test run has one of its own. */
const FOR_USERS: UserConfig = {
  define: { 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { runtime: 'automatic', development: false } },
}

/** Beside each text file its compressed twin, which the server sends to whoever takes it: nothing is compressed twice. */
const compressed: Plugin = {
  name: 'baton-compressed',
  apply: 'build',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((one) => /\.(js|css|html|svg)$/.test(one))) {
      const file = join(dir!, name)
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)))
    }
  },
}

/** Two pages: the client, and GraphiQL for whoever opens /graphql in a browser. Everything is served from Baton itself. */
export default defineConfig(({ command }) => ({
  ...(command === 'build' ? FOR_USERS : {}),
  root: here('.'),
  plugins: [react(), compressed],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2023',
    // GraphiQL's editor is large, and loaded only by whoever opens it.
    chunkSizeWarningLimit: 3_000,
    rolldownOptions: {
      input: { index: here('index.html'), graphiql: here('graphiql.html') },
      checks: { moduleLevelDirective: false },
    },
  },
}))
