import { Refusal } from '../domain/refusal.ts'
import type { Database } from '../storage/database.ts'
import { otherBatons, renewSalt } from '../storage/epoch.ts'
import { readEpoch, readHead } from '../storage/feed-log.ts'

/** The epoch before and after, and how many events the log has; both as cursors name it. */
export type Renewal = { readonly before: string; readonly after: string; readonly events: number }

/**
 * Makes the log of a copy a log of its own: cursors of the log that it was copied from are refused from now on (CURSOR_EPOCH). CONFLICT
 * while a Baton is connected, which would go on with the epoch that it read when it started.
 */
export function renewEpoch(database: Database): Promise<Renewal> {
  return database.transaction(async (tx) => {
    const [other] = await otherBatons(tx)
    if (other) throw inUse(`pid=${other.pid}${other.address ? ` from ${other.address}` : ''}`, 'DATABASE_URL')
    const before = await readEpoch(tx)
    await renewSalt(tx)
    return { before, after: await readEpoch(tx), events: await readHead(tx) }
  })
}

/** CONFLICT: a Baton is at work on what the setting names. */
export function inUse(who: string, setting: string): Refusal {
  const problem = `a running Baton has it open (${who}); stop it first, it would go on with the old epoch`
  return new Refusal('CONFLICT', `${setting}: ${problem}`, { field: setting })
}
