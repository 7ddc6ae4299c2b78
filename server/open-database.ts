import { join } from 'node:path'
import type { Config } from './config.ts'
import { lockData } from './storage/data-lock.ts'
import { type Database, openEmbedded, openPostgres } from './storage/database.ts'

/**
 * Opens the configured database: Postgres, or else the embedded one in the data folder, which is then locked until it is closed
 * (`DatabaseInUse` while another process has it). `socket` is where the lock tells others to send their commands.
 */
export async function openDatabase(config: Config, socket: string | null): Promise<Database> {
  if (config.databaseUrl) return openPostgres(config.databaseUrl)
  const lock = lockData(config.dataDir, socket)
  try {
    const database = await openEmbedded(databaseFolder(config))
    return { ...database, close: () => database.close().finally(() => lock.release()) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Where the embedded database lies. */
export function databaseFolder({ dataDir }: Config): string {
  return join(dataDir, 'database')
}
