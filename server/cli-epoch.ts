import { existsSync } from 'node:fs'
import { defineCommand } from 'citty'
import { UsageError } from './cli-usage.ts'
import { type Config, readConfig } from './config.ts'
import { badInput } from './domain/refusal.ts'
import { databaseFolder, openDatabase } from './open-database.ts'
import { inUse, type Renewal, renewEpoch } from './services/epoch.ts'
import { DatabaseInUse } from './storage/data-lock.ts'
import { type Database, openPostgres } from './storage/database.ts'
import { migrate } from './storage/migrate.ts'

export const epochCommand = defineCommand({
  meta: {
    name: 'epoch',
    description: 'epoch new: after a restore, or for a copy: refuse the cursors that the log has handed out so far',
  },
  args: {
    what: { type: 'positional', required: false, valueHint: 'new', description: 'There is only: new' },
    json: { type: 'boolean', description: 'Print the result as one JSON object' },
    help: { type: 'boolean', alias: 'h', description: 'Print this' },
  },
  async run({ args }) {
    if (args._.join(' ') !== 'new') throw new UsageError('epoch takes one word: new')
    const renewal = await renew(readConfig(process.env))
    const { before, after, events } = renewal
    const summary = `The log of ${events} events has the epoch ${after}; cursors of ${before} are refused from now on`
    console.log(args.json ? JSON.stringify(renewal) : summary)
  },
})

/** Never by way of a running Baton: it is refused while there is one. */
async function renew(config: Config): Promise<Renewal> {
  const database = await openAlone(config)
  try {
    await migrate(database)
    return await renewEpoch(database)
  } finally {
    await database.close()
  }
}

/** The configured database, by one connection. A folder without a database is refused: it would be made, and nothing renewed. */
async function openAlone(config: Config): Promise<Database> {
  if (config.databaseUrl) return openPostgres(config.databaseUrl, { connections: 1 })
  if (!existsSync(databaseFolder(config))) throw badInput('BATON_DATA', 'there is no database in it', config.dataDir)
  try {
    return await openDatabase(config, null)
  } catch (error) {
    throw error instanceof DatabaseInUse ? inUse(`pid=${error.owner.pid}`, 'BATON_DATA') : error
  }
}
