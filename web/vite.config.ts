import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Two pages: the client, and GraphiQL for whoever opens /graphql in a browser. Everything is served from Baton itself. */
export default defineConfig({
  root: here('.'),
  plugins: [react()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2023',
    // GraphiQL's editor is large and loaded by whoever opens it; the client's own size is what `check` looks at.
    chunkSizeWarningLimit: 3_000,
    rolldownOptions: {
      input: { index: here('index.html'), graphiql: here('graphiql.html') },
      checks: { moduleLevelDirective: false },
    },
  },
})
