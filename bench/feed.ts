import { openPostgres } from '../server/storage/database.ts'
import { migrate } from '../server/storage/migrate.ts'
import { experiment } from '../tests/faults/cursor-experiment.ts'
import { startCluster } from '../tests/support/cluster.ts'

const SEED = 3
const WRITERS = 24
const EVENTS_OF_ORDER = 20
/** Events between two kills of the numberer. */
const BETWEEN_KILLS = 10_000

/** The cursor experiment with `events` events: what a reader by serial number loses, and what watchers of the feed do. */
export async function feed(events: number): Promise<void> {
  const cluster = await startCluster()
  try {
    const url = cluster.url('postgres')
    const database = await openPostgres(url, { connections: 1 })
    await migrate(database)
    await database.close()
    const started = performance.now()
    const kills = Math.max(1, Math.round(events / BETWEEN_KILLS))
    const plan = { events, kills, writers: WRITERS, eventsOfOrder: EVENTS_OF_ORDER, seed: SEED }
    const { faults, log, naiveLost, successions, transactions, undone, ...outcome } = await experiment(url, plan)
    const seconds = (performance.now() - started) / 1000
    console.log(`${outcome.events} events in ${transactions} transactions of ${WRITERS} writers, ${undone} more taken back, seed ${SEED}
the numberer killed ${successions.length} times in the midst of its work; ${seconds.toFixed(0)} s in all
a reader by serial number lost ${naiveLost} events (${((100 * naiveLost) / log.events).toFixed(1)} %)
the log: ${log.events} events, ${log.numbered} numbered, the highest number ${log.highest}`)
    console.table(faults)
  } finally {
    await cluster.stop()
  }
}
