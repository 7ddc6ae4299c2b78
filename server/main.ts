import { constants } from 'node:os'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { readConfig } from './config.ts'
import { FULL_COMPANY } from './demo/company-size.ts'
import { type Running, startBaton } from './start.ts'

/** `npm start [-- options]`: starts Baton and stops it on SIGTERM or SIGINT. */

const OPTIONS = {
  empty: { type: 'boolean', default: false },
  still: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `npm start [-- options]

  --empty   without the demo company
  --still   the demo company stays as it is: its people do not go on working by themselves
  --help    this

PORT, HOST, DATABASE_URL, BATON_DATA, BATON_ADMIN_TOKEN, BATON_ORIGINS and LOG_LEVEL are read from the environment.`

/** Milliseconds for what is under way when Baton is told to stop. */
const DRAIN = 10_000
/** One Ctrl-C comes twice, from the terminal and from npm: what comes within so many milliseconds is the same. */
const SAME_SIGNAL = 500

async function main(): Promise<void> {
  const { empty, still, help } = parseArgs({ options: OPTIONS }).values
  if (help) return console.log(HELP)
  const config = readConfig(process.env)
  const log = pino({ level: config.logLevel }, pino.destination(2))
  const progress = (message: string) => console.log(message)
  const pace = still ? {} : { pace: timer }
  let running: Running | null = null
  stopOnSignals(() => running)
  running = await startBaton(config, { log, progress, empty, demo: FULL_COMPANY, ...pace })
}

function timer(milliseconds: number, run: () => void): () => void {
  const timeout = setTimeout(run, milliseconds)
  return () => clearTimeout(timeout)
}

/** Heard from the first moment, so that who reads where Baton is may stop it at once. What is not started yet has nothing to finish. */
function stopOnSignals(running: () => Running | null): void {
  let isHeard = false
  let isPatient = true
  const stop = (signal: 'SIGTERM' | 'SIGINT') => {
    const started = running()
    if (!started) process.exit(128 + constants.signals[signal])
    if (!isPatient) process.exit(1)
    if (isHeard) return
    isHeard = true
    console.log(`${signal}: finishing what is under way`)
    setTimeout(() => process.exit(1), DRAIN).unref()
    setTimeout(() => {
      isPatient = false
      console.log('Once more ends Baton at once')
    }, SAME_SIGNAL).unref()
    started.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function fail(error: unknown): void {
  console.error(`Baton did not start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

main().catch(fail)
