import { type Column, type SQL, sql } from 'drizzle-orm'
import { without } from '../domain/order-parts.ts'
import type { Row } from './database.ts'

/** Where a property stands, and what is made of what the driver, or JSON, gives for it. */
export type Cell = readonly [column: Column, read: (value: unknown) => unknown]

/** Of columns, or of what else stands between commas. */
export function listed(parts: readonly SQL[]): SQL {
  return sql.join([...parts], sql`, `)
}

/** Some columns of a table, in a fixed order, and the things that are made of them. */
export class RowShape<T> {
  /** The same for the same columns. */
  readonly key: string
  readonly size: number
  private readonly names: readonly string[]
  private readonly cells: readonly Cell[]
  private readonly Part: new () => object

  /** Of the `cells` of a thing those that are `asked` for, in whatever order; the thing refuses the others, and `never`. */
  constructor(cells: Readonly<Record<string, Cell>>, asked: ReadonlySet<string>, never: readonly string[] = []) {
    this.names = Object.keys(cells).filter((name) => asked.has(name))
    this.cells = this.names.map((name) => cells[name]!)
    this.key = this.names.join()
    this.size = this.names.length
    this.Part = without([...Object.keys(cells).filter((name) => !asked.has(name)), ...never])
  }

  get columns(): SQL[] {
    return this.cells.map(([column]) => sql`${column}`)
  }

  /** The thing that stands in the row from this place on. */
  read(row: Row, from = 0): T {
    const part = new this.Part() as Record<string, unknown>
    for (let place = 0; place < this.size; place += 1)
      part[this.names[place]!] = this.cells[place]![1](row[from + place])
    return part as T
  }
}
