import { openBaton } from '../../server/services/baton.ts'
import { importLog } from '../../server/services/import.ts'
import { lockData } from '../../server/storage/data-lock.ts'
import { openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'

/**
 * A process that imports and dies by SIGKILL just before the first statement that holds a text: `node killed-import.ts <postgres url or
 * data folder> <log> <mapping> <text>`. The folder stays locked as such a death leaves it.
 */
const [place = '', file = '', map = '', text = ''] = process.argv.slice(2)

function observe(statement: string): void {
  if (statement.includes(text)) process.kill(process.pid, 'SIGKILL')
}

const isPostgres = place.startsWith('postgres:')
if (!isPostgres) lockData(place, null)
const database = isPostgres
  ? await openPostgres(place, { observe })
  : await openEmbedded(`${place}/database`, { observe })
await migrate(database)
const log = { info: () => {}, warn: () => {}, error: () => {} }
const baton = await openBaton({ database, clock: Date.now, random: Math.random, log })
await importLog(baton, { files: [file], map, workflow: null }, () => {})
