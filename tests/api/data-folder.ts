import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, inject } from 'vitest'
import { openEmbedded } from '../../server/storage/database.ts'

/** The migrated and empty database of the run's template; to make one from nothing takes seconds. */
export async function template(): Promise<Blob> {
  return new Blob([await readFile(inject('embeddedTemplate'))])
}

/** A folder of the file's own; `prepare` makes a data folder in it as a Baton without the demo has left it. */
export function dataFolders(): { readonly root: string; readonly prepare: (name: string) => Promise<string> } {
  const root = mkdtempSync(join(tmpdir(), 'baton-data-'))
  afterAll(() => rmSync(root, { recursive: true }))
  return {
    root,
    prepare: async (name) => {
      const folder = join(root, name)
      mkdirSync(folder)
      const database = await openEmbedded(join(folder, 'database'), { loadDataDir: await template() })
      await database.close()
      return folder
    },
  }
}
