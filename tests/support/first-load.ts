import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/** What a browser has to fetch before a room can be used: so many bytes of script at most, compressed by gzip. */
export const LIMIT = 130_000

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WEB = join(ROOT, 'web')

export type FirstLoad = {
  /** The module of the room, from the repository's root; null: what every room needs. */
  readonly room: string | null
  readonly bytes: number
}

/** Builds the client in memory, without GraphiQL, and weighs what is loaded first for each room. */
export async function weighFirstLoads(): Promise<FirstLoad[]> {
  const input = join(WEB, 'index.html')
  const built = await build({
    root: WEB,
    logLevel: 'error',
    build: { write: false, rolldownOptions: { input }, reportCompressedSize: false },
  })
  return weigh((built as Rolldown.RolldownOutput).output.filter((part) => part.type === 'chunk'))
}

/** The entry with all it imports statically, alone and with each room that it loads when one goes there. */
export function weigh(chunks: readonly Rolldown.OutputChunk[]): FirstLoad[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const sizes = new Map(chunks.map((chunk) => [chunk.fileName, gzipSync(chunk.code).length]))
  const entry = chunks.find((chunk) => chunk.isEntry)
  if (!entry) throw new Error('the client has no entry')
  const sum = (names: readonly string[]) =>
    [...closure(names, byName)].reduce((bytes, name) => bytes + (sizes.get(name) ?? 0), 0)
  const rooms = chunks.filter(isRoom).map((chunk) => ({
    room: relative(ROOT, chunk.facadeModuleId ?? chunk.fileName),
    bytes: sum([entry.fileName, chunk.fileName]),
  }))
  return [{ room: null, bytes: sum([entry.fileName]) }, ...rooms].sort((a, b) => b.bytes - a.bytes)
}

const isRoom = (chunk: Rolldown.OutputChunk) =>
  chunk.isDynamicEntry && /[/\\]pages[/\\]/.test(chunk.facadeModuleId ?? '')

function closure(names: readonly string[], chunks: ReadonlyMap<string, Rolldown.OutputChunk>): Set<string> {
  const reached = new Set<string>()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    open.push(...(chunks.get(name)?.imports ?? []))
  }
  return reached
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

async function main(): Promise<void> {
  const loads = await weighFirstLoads()
  const tooMuch = loads.filter(({ bytes }) => bytes > LIMIT)
  for (const { room, bytes } of process.argv.includes('--all') ? loads : tooMuch)
    console.log(
      `${room ?? 'every room'}: ${kilobytes(bytes)} of compressed script at first; the limit is ${kilobytes(LIMIT)}`,
    )
  if (tooMuch.length > 0) process.exitCode = 1
}

if (import.meta.main) await main()
