import { chmodSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * A temporary folder that another user can reach: Postgres refuses to run as root, so as root it runs as the user `postgres`.
 * What is put into it may be given away; nothing in it can be listed by others.
 */
export function makeReachableFolder(name: string): string {
  const base = [tmpdir(), '/tmp', '/var/tmp', '/dev/shm'].find(isReachable) ?? tmpdir()
  const folder = mkdtempSync(join(base, `${name}-`))
  chmodSync(folder, 0o711)
  return folder
}

/** Whether every folder down to `path` can be passed by everyone. */
export function isReachable(path: string): boolean {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  if (mode === undefined || (mode & 0o001) === 0) return false
  return dirname(path) === path || isReachable(dirname(path))
}
