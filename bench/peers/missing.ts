import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What the comparison needs of the system, and the Debian package it comes with. */
const PROGRAMS = [
  { package: 'wrk', isThere: () => isOnPath('wrk') },
  { package: 'postgresql', isThere: () => clusterPrograms().some((folder) => existsSync(join(folder, 'initdb'))) },
  { package: 'postgresql-client', isThere: () => isOnPath('psql') },
]
const CLUSTERS = '/usr/lib/postgresql'

/** In one line what is missing on this machine and how to get it; null where all is there. */
export function missing(): string | null {
  const packages = PROGRAMS.filter((program) => !program.isThere()).map((program) => program.package)
  if (packages.length === 0) return null
  return `the comparison needs ${packages.join(', ')}: apt-get install ${packages.join(' ')}`
}

function clusterPrograms(): string[] {
  return existsSync(CLUSTERS) ? readdirSync(CLUSTERS).map((version) => join(CLUSTERS, version, 'bin')) : []
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))
}
