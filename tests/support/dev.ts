import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `npm run dev`: the server starts anew and the page is built anew whenever a file of theirs changes. Ctrl-C ends both. */
const cwd = fileURLToPath(new URL('../..', import.meta.url))

const children = [
  ['node_modules/vite/bin/vite.js', 'build', 'web', '--watch', '--logLevel', 'warn'],
  ['--watch', 'server/main.ts', ...process.argv.slice(2)],
].map((args) => spawn(process.execPath, args, { cwd, stdio: 'inherit' }))

for (const child of children) child.on('exit', (code) => stop(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0))

function stop(code: number): void {
  process.exitCode ??= code
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM')
}
