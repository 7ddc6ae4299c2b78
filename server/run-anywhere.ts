import { setTimeout as pause } from 'node:timers/promises'
import pino from 'pino'
import type { Config } from './config.ts'
import { openDatabase } from './open-database.ts'
import { openBaton } from './services/baton.ts'
import { DatabaseInUse, type DataOwner, dataOwner } from './storage/data-lock.ts'
import { migrate } from './storage/migrate.ts'
import { type Command, type Result, runCommand } from './transport/commands.ts'
import { NotListening, sendCommand } from './transport/control-client.ts'

type Progress = (line: string) => void

/** Milliseconds that a Baton which has the folder may take until it listens, and between two tries. */
const PATIENCE = 60_000
const BETWEEN = 200

/**
 * Runs a command by whoever has the data: the configured Postgres; the Baton that has the data folder open, through its socket; else this
 * process, which opens the folder itself. Throws `DatabaseInUse` where another process has it and takes no commands.
 */
export async function runAnywhere<C extends Command>(
  config: Config,
  command: C,
  progress: Progress,
): Promise<Result<C>> {
  if (config.databaseUrl) return runHere(config, command, progress)
  for (const patience = AbortSignal.timeout(PATIENCE); ; await pause(BETWEEN)) {
    const owner = dataOwner(config.dataDir)
    const result = owner ? await handOver(owner, command, progress) : await takeOrLeave(config, command, progress)
    if (result) return result
    if (patience.aborted) throw owner ? new DatabaseInUse(owner) : new Error(`${config.dataDir} cannot be locked`)
  }
}

/** Null where the owner does not listen yet, or any more. */
async function handOver<C extends Command>(
  owner: DataOwner,
  command: C,
  progress: Progress,
): Promise<Result<C> | null> {
  if (owner.socket === null) throw new DatabaseInUse(owner)
  try {
    return await sendCommand(owner.socket, command, progress)
  } catch (error) {
    if (error instanceof NotListening) return null
    throw error
  }
}

/** Null where somebody else was quicker. */
async function takeOrLeave<C extends Command>(
  config: Config,
  command: C,
  progress: Progress,
): Promise<Result<C> | null> {
  try {
    return await runHere(config, command, progress)
  } catch (error) {
    if (error instanceof DatabaseInUse) return null
    throw error
  }
}

async function runHere<C extends Command>(config: Config, command: C, progress: Progress): Promise<Result<C>> {
  const log = pino({ level: config.logLevel }, pino.destination(2))
  const database = await openDatabase(config, null)
  try {
    await migrate(database)
    const baton = await openBaton({ database, clock: Date.now, random: Math.random, log })
    try {
      return (await runCommand(baton, command, progress)) as Result<C>
    } finally {
      await baton.close()
    }
  } finally {
    await database.close()
  }
}
