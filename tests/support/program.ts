import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter } from 'node:path'

/** A program that a user would start, with all it says. */
export type Program = {
  /** Everything it printed so far, in the order in which it came. */
  log(): string
  /** What it prints first that fits; throws with the whole log when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** The exit code, null where a signal ended it. */
  readonly ended: Promise<number | null>
  kill(signal: NodeJS.Signals): void
  /** Ends it and whatever it has started, at once. */
  killAll(): void
}

export function start(command: string, args: readonly string[], options: { cwd: string; env?: object }): Program {
  const env = { ...surroundings(), ...options.env }
  const child = spawn(command, args, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let log = ''
  const take = (chunk: Buffer) => {
    log += chunk.toString()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    log: () => log,
    says: (pattern) =>
      untilSaid(
        child,
        () => pattern.exec(log),
        ended,
        () => log,
      ),
    ended,
    kill: (signal) => void child.kill(signal),
    killAll: () => killGroup(child.pid!),
  }
}

/** Runs it to its end; throws with the log where that is not 0. */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: object },
): Promise<string> {
  const program = start(command, args, options)
  const code = await program.ended
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${program.log()}`)
  return program.log()
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function untilSaid(
  { stdout, stderr }: ChildProcess,
  find: () => RegExpExecArray | null,
  ended: Promise<unknown>,
  log: () => string,
): Promise<RegExpExecArray> {
  const found = Promise.withResolvers<RegExpExecArray>()
  const look = () => {
    const match = find()
    if (match) found.resolve(match)
  }
  for (const stream of [stdout, stderr]) stream?.on('data', look)
  look()
  ended.then(() => found.reject(new Error(`it ended before it said that:\n${log()}`)))
  return found.promise.finally(() => {
    for (const stream of [stdout, stderr]) stream?.off('data', look)
  })
}

/**
 * The environment without what npm and vitest put into it for this run: the system's own programs are found, npm keeps its cache
 * and its registry, Baton gets its defaults.
 */
function surroundings(): Record<string, string | undefined> {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name) || KEPT.test(name))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

const FOREIGN =
  /^(npm_|VITE|VITEST|BATON_|DATABASE_URL$|PORT$|HOST$|LOG_LEVEL$|NODE$|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|TEST$|DEV$|PROD$|MODE$|BASE_URL$|SSR$)/
const KEPT = /^npm_config_(cache|registry|cafile|userconfig|globalconfig|.*proxy)$/i
