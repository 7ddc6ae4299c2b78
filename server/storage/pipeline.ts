import type postgres from 'postgres'
import type { Row, Statement } from './database.ts'

const BEGIN: Statement = { text: 'start transaction' }
const COMMIT: Statement = { text: 'commit' }

/**
 * One connection for statements that go out at once, in one write, whoever waits for what. Each is prepared once, to be planned once and
 * for all: planning those of the feed anew takes longer than carrying them out.
 */
export class Pipeline {
  private readonly client: postgres.Sql

  /** The client has one connection: of several it would be anybody's guess which of them a statement takes. */
  constructor(client: postgres.Sql) {
    this.client = client
  }

  /** The rows of each. Where one of the transaction fails PostgreSQL takes its commit for a rollback, and this rejects. */
  async together(transaction: readonly Statement[], after: readonly Statement[]): Promise<Row[][]> {
    const begun = transaction.length > 0 ? [BEGIN, ...transaction, COMMIT] : []
    const asked = [...begun, ...after].map(({ text, values = [] }) =>
      this.client.unsafe(text, [...values], { prepare: true, simple: false } as postgres.UnsafeQueryOptions).values(),
    )
    const found = (await Promise.all(asked)) as unknown as Row[][]
    return begun.length > 0
      ? [...found.slice(1, -1 - after.length), ...found.slice(found.length - after.length)]
      : found
  }

  /** What is under way after so many seconds is given up. */
  close(seconds: number): Promise<void> {
    return this.client.end({ timeout: seconds })
  }
}
