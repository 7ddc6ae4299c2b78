import { openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'

/**
 * A process that migrates and dies by SIGKILL just before the first statement that holds a text:
 * `node killed-migration.ts <postgres url or data folder> <migrations folder> <text>`.
 */
const [place = '', migrationsFolder = '', text = ''] = process.argv.slice(2)

function observe(statement: string): void {
  if (statement.includes(text)) process.kill(process.pid, 'SIGKILL')
}

const database = place.startsWith('postgres:')
  ? await openPostgres(place, { connections: 1, observe })
  : await openEmbedded(place, { observe })
await migrate(database, migrationsFolder)
await database.close()
