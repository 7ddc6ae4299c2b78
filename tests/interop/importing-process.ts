import { fileURLToPath } from 'node:url'
import { openBaton } from '../../server/services/baton.ts'
import { importLog } from '../../server/services/import.ts'
import { lockData } from '../../server/storage/data-lock.ts'
import { openEmbedded, openPostgres } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'

/**
 * A process that imports: `node importing-process.ts <postgres url or data folder> <log> <mapping> [dies]`. Its moments are its looks at
 * the clock, one after each row that is read and each part that is written, and its statements. `dies`: by SIGKILL at the moment of
 * that number, or just before the first statement that holds that text; the folder stays locked as such a death leaves it. Else its last
 * line is what it saw, as JSON.
 */
export const IMPORTING = fileURLToPath(import.meta.url)
/** Memory in bytes: `opened` when the database was open, `peak` at most. */
export type Seen = {
  readonly result: Awaited<ReturnType<typeof importLog>>
  readonly opened: number
  readonly peak: number
  readonly moments: number
  readonly milliseconds: number
}

/** Counts from when the import begins. */
class Moments {
  count = Number.NEGATIVE_INFINITY
  private readonly last: string

  constructor(last: string) {
    this.last = last
  }

  readonly look = (): number => {
    this.pass()
    return Date.now()
  }

  readonly observe = (statement: string): void => {
    this.pass()
    if (this.last !== '' && !/^\d+$/.test(this.last) && statement.includes(this.last)) this.die()
  }

  private pass(): void {
    this.count += 1
    if (String(this.count) === this.last) this.die()
  }

  private die(): void {
    process.kill(process.pid, 'SIGKILL')
  }
}

if (process.argv[1] === IMPORTING) await main(process.argv.slice(2))

async function main([place = '', file = '', map = '', dies = '']: readonly string[]): Promise<void> {
  const moments = new Moments(dies)
  const database = await open(place, moments.observe)
  await migrate(database)
  const opened = process.memoryUsage.rss()
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const baton = await openBaton({ database, clock: moments.look, random: Math.random, log })
  const begun = performance.now()
  moments.count = 0
  const result = await importLog(baton, { files: [file], map, workflow: null }, (line) => console.error(line))
  const milliseconds = performance.now() - begun
  const peak = process.resourceUsage().maxRSS * 1024
  console.log(JSON.stringify({ result, opened, peak, moments: moments.count, milliseconds } satisfies Seen))
  await baton.close()
  await database.close()
}

async function open(place: string, observe: (statement: string) => void) {
  if (place.startsWith('postgres:')) return openPostgres(place, { observe })
  lockData(place, null)
  return openEmbedded(`${place}/database`, { observe })
}
