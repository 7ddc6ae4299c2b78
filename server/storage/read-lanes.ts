import type postgres from 'postgres'
import type { Row } from './database.ts'

type Lane = { readonly client: postgres.Sql; waiting: number }

/**
 * Connections for single reads. What is read in one turn of the event loop goes out over one of them, in one write: to wake a process of
 * PostgreSQL for each costs more than most reads do. A read waits for those of its own turn alone, as long as there is a lane of which
 * nothing is waited for; after that the one with the fewest is taken.
 */
export class ReadLanes {
  private readonly lanes: readonly Lane[]
  private current: Lane | null = null

  /** `clients` are of one connection each, which is opened when it is first needed. */
  constructor(clients: readonly postgres.Sql[]) {
    this.lanes = clients.map((client) => ({ client, waiting: 0 }))
  }

  /** One statement, prepared once for each connection. */
  async read(statement: string, values: readonly unknown[]): Promise<Row[]> {
    const lane = this.laneOfTurn()
    lane.waiting += 1
    try {
      return await lane.client.unsafe(statement, values as never[], { prepare: true }).values()
    } finally {
      lane.waiting -= 1
    }
  }

  private laneOfTurn(): Lane {
    if (this.current) return this.current
    const lane = this.lanes.reduce((best, one) => (one.waiting < best.waiting ? one : best))
    this.current = lane
    setImmediate(() => {
      this.current = null
    })
    return lane
  }

  /** What is still read after so many seconds is given up. */
  async close(seconds: number): Promise<void> {
    await Promise.all(this.lanes.map(({ client }) => client.end({ timeout: seconds })))
  }
}
