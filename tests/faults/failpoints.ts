import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database, Tx } from '../../server/storage/database.ts'

/** Where a server may be killed, by what it is about to do. */
const INSERT_EVENTS = 'insert into "event"'
const NUMBER_EVENTS = 'update event set seq'
const KEEP_ANSWER = 'update "idempotency"'

/** Statements that go out together have their commit with them: at `commit` they are on their way. */
type Moment = { readonly statement: string; readonly at: 'statement' | 'commit' | 'committed' }

export const FAILPOINTS = {
  'before its events are written': { statement: INSERT_EVENTS, at: 'statement' },
  'before its answer is kept': { statement: KEEP_ANSWER, at: 'statement' },
  'before a change is committed': { statement: INSERT_EVENTS, at: 'commit' },
  'after a change is committed, before anybody knows': { statement: INSERT_EVENTS, at: 'committed' },
  'before events are numbered': { statement: NUMBER_EVENTS, at: 'statement' },
  'while the numbers are committed': { statement: NUMBER_EVENTS, at: 'commit' },
  'after the numbers are committed, before anybody here is told': { statement: NUMBER_EVENTS, at: 'committed' },
} as const satisfies Record<string, Moment>
export type Failpoint = keyof typeof FAILPOINTS

/** Kills this process, as a power cut would, the `nth` time that it gets to the failpoint. */
export function diesAt(failpoint: Failpoint, nth: number) {
  const { statement, at }: Moment = FAILPOINTS[failpoint]
  const said = new AsyncLocalStorage<{ isMet: boolean }>()
  let left = nth
  const reach = () => {
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  }
  const observe = (text: string) => {
    if (!text.includes(statement)) return
    const transaction = said.getStore()
    if (transaction) transaction.isMet = true
    if (at === 'statement') reach()
  }
  const transactionOf = (database: Database) => (work: (tx: Tx) => Promise<unknown>) => {
    const transaction = { isMet: false }
    return said.run(transaction, async () => {
      const result = await database.transaction(async (tx) => {
        const done = await work(tx)
        if (transaction.isMet && at === 'commit') reach()
        return done
      })
      if (transaction.isMet && at === 'committed') reach()
      return result
    })
  }
  const togetherOf =
    (database: Database): Database['together'] =>
    async (transaction, after) => {
      const isMet = transaction.some(({ text }) => text.includes(statement))
      const answer = database.together(transaction, after)
      if (isMet && at === 'commit') {
        await sentOut()
        reach()
      }
      const results = await answer
      if (isMet && at === 'committed') reach()
      return results
    }
  const rig = (database: Database): Database => ({
    ...database,
    transaction: transactionOf(database) as Database['transaction'],
    together: togetherOf(database),
  })
  return { observe, rig }
}

/** The driver writes at the end of the turn in which it is asked to. */
async function sentOut(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await nextTurn()
}
