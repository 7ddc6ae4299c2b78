import { parseArgs } from 'node:util'
import pino from 'pino'
import { readConfig } from './config.ts'
import { FULL_COMPANY } from './demo/company-size.ts'
import { type Running, startBaton } from './start.ts'

/** `npm start [-- --empty]`: starts Baton and stops it on SIGTERM or SIGINT. */

/** Milliseconds for what is under way when Baton is told to stop. */
const DRAIN = 10_000
/** One Ctrl-C comes twice, from the terminal and from npm: what comes within so many milliseconds is the same. */
const SAME_SIGNAL = 500

async function main(): Promise<void> {
  const { empty } = parseArgs({ options: { empty: { type: 'boolean', default: false } } }).values
  const config = readConfig(process.env)
  const log = pino({ level: config.logLevel }, pino.destination(2))
  const progress = (message: string) => console.log(message)
  const running = await startBaton(config, { log, progress, empty, demo: FULL_COMPANY })
  stopOnSignals(running)
}

function stopOnSignals(running: Running): void {
  let isHeard = false
  let isPatient = true
  const stop = (signal: string) => {
    if (!isPatient) process.exit(1)
    if (isHeard) return
    isHeard = true
    console.log(`${signal}: finishing what is under way`)
    setTimeout(() => process.exit(1), DRAIN).unref()
    setTimeout(() => {
      isPatient = false
      console.log('Once more ends Baton at once')
    }, SAME_SIGNAL).unref()
    running.close().then(
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
