import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { onTestFinished } from 'vitest'
import { type Database, openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { createPostgres } from '../support/database.ts'

/** A database that can be closed, copied as a user would copy it, and opened again. */
export type Premises = {
  /** The database itself, and each copy made of it; by so many connections where it has any. */
  open(copy?: string | null, connections?: number): Promise<Database>
  /** Copies it as it is now, closed; returns the name of the copy. */
  copy(): Promise<string>
}

/** A data folder, copied file by file. */
export async function folderPremises(): Promise<Premises> {
  const base = await temporaryFolder()
  let copies = 0
  return {
    open: (copy) => opened(openEmbedded(join(base, copy ?? 'original'))),
    copy: async () => {
      const name = `copy-${++copies}`
      await cp(join(base, 'original'), join(base, name), { recursive: true })
      return name
    },
  }
}

/** A data folder, copied by PGlite's own dump, which is loaded where the copy is opened first. */
export async function dumpPremises(): Promise<Premises> {
  const base = await temporaryFolder()
  const dumps = new Map<string, Blob>()
  const take = (name: string) => {
    const loadDataDir = dumps.get(name)
    dumps.delete(name)
    return loadDataDir ? { loadDataDir } : {}
  }
  return {
    open: (copy) => opened(openEmbedded(join(base, copy ?? 'original'), copy ? take(copy) : {})),
    copy: async () => {
      const client = await PGlite.create({ dataDir: join(base, 'original') })
      const name = crypto.randomUUID()
      dumps.set(name, await client.dumpDataDir('none'))
      await client.close()
      return name
    },
  }
}

/** A database of the cluster, copied by Postgres as a template: files, rows and all. */
export async function clusterPremises(): Promise<Premises> {
  const original = await createPostgres()
  onTestFinished(original.drop)
  return {
    open: (url, connections = 4) => opened(openPostgres(url ?? original.url, { connections })),
    copy: async () => {
      const copy = await createPostgres(new URL(original.url).pathname.slice(1))
      onTestFinished(copy.drop)
      return copy.url
    },
  }
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-restore-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Migrated; closed after the test where the test does not. */
async function opened(opening: Promise<Database>): Promise<Database> {
  const database = await opening
  let isOpen = true
  const close = async () => {
    if (isOpen) await database.close()
    isOpen = false
  }
  onTestFinished(close)
  await migrate(database)
  return { ...database, close }
}
