import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { readConfig } from '../../server/config.ts'
import { startBaton } from '../../server/start.ts'
import { lockData } from '../../server/storage/data-lock.ts'
import { openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { diesAt, type Failpoint } from './failpoints.ts'

/** `node server-with-failpoint.ts --empty <failpoint> <n>`: server/main.ts, but it dies by SIGKILL the n-th time it gets there. */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { empty: { type: 'boolean' } } })
const [failpoint, nth] = positionals as [Failpoint, string]

const config = readConfig(process.env)
const { observe, rig } = diesAt(failpoint, Number(nth))
if (!config.databaseUrl) lockData(config.dataDir, null)
const database = config.databaseUrl
  ? await openPostgres(config.databaseUrl, { observe })
  : await openEmbedded(join(config.dataDir, 'database'), { observe })
const log = pino({ level: config.logLevel }, pino.destination(2))
const progress = (line: string) => console.log(line)
await startBaton(config, { log, progress, empty: values.empty ?? false, database: rig(database) })
