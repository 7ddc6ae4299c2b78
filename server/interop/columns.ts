import { badInput } from '../domain/refusal.ts'
import { requireKey } from '../domain/text.ts'
import type { Table, TableRow } from './csv.ts'
import { type Mapping, WORDS, type Word } from './mapping.ts'
import { refuseRow } from './refused-rows.ts'

/** A cell of a row; null where it is empty or says that a value is missing. */
type Cell = (row: TableRow) => string | null
export type Column = { readonly name: string; readonly cell: Cell }
/** Another table, by the value of the column that it is joined on. */
type JoinedTable = { readonly table: Table; readonly byKey: ReadonlyMap<string, TableRow> }
/** Joined tables by the `file` of their join. */
export type JoinedTables = ReadonlyMap<string, JoinedTable>

/** The columns of one table, with those that joins add to it, by name and by what they mean to Baton. */
export class Columns {
  private readonly file: string
  private readonly missing: ReadonlySet<string>
  private readonly byName = new Map<string, Column>()
  private readonly byWord = new Map<Word, Column>()

  /** Refuses (BAD_USER_INPUT) a column of the mapping that the table has not, naming those that it has. */
  constructor(mapping: Mapping, table: Pick<Table, 'file' | 'header'>, joined: JoinedTables) {
    this.file = table.file
    this.missing = new Set(['', ...(mapping.missing ?? [])])
    this.add(table.header, (cell) => cell)
    for (const { file, on, take } of mapping.joins ?? []) this.join(joined.get(file)!, on, take)
    for (const [word, name] of entries(mapping.columns)) this.byWord.set(word, this.named(name, `columns.${word}`))
  }

  /** The column of that name; `field` is where the mapping names it. */
  named(name: string, field: string): Column {
    const column = this.byName.get(name)
    if (column) return column
    throw badInput(`${field}`, `${this.file} has no column ${name}`, name, [...this.byName.keys()])
  }

  /** What the row says where the mapping gave `word` a column; null too where it gave none. */
  text(row: TableRow, word: Word): string | null {
    return this.byWord.get(word)?.cell(row) ?? null
  }

  /** As `text`, read by `read`, whose refusals name the file, the row and the column. */
  value<T>(row: TableRow, word: Word, read: (field: string, text: string) => T): T | null {
    const column = this.byWord.get(word)
    return column ? this.read(row, column, read) : null
  }

  read<T>(row: TableRow, column: Column, read: (field: string, text: string) => T): T | null {
    const text = column.cell(row)
    return text === null ? null : read(`${this.file} row ${row.number}, ${column.name}`, text)
  }

  key(row: TableRow, word: Word): string | null {
    return this.value(row, word, requireKey)
  }

  /** As `key`, but the row is refused where there is none. */
  requiredKey(row: TableRow, word: Word): string {
    const key = this.key(row, word)
    if (key !== null) return key
    throw refuseRow({ file: this.file, row: row.number }, this.byWord.get(word)?.name ?? word, 'is missing')
  }

  private add(header: readonly string[], reach: (cell: Cell) => Cell): void {
    header.forEach((name, index) => {
      const cell = reach((row) => this.present(row.cells[index]!))
      if (!this.byName.has(name)) this.byName.set(name, { name, cell })
    })
  }

  private join({ table, byKey }: JoinedTable, on: string, take: Mapping['columns']): void {
    const key = this.named(on, `joins.${table.file}.on`).cell
    const reach =
      (cell: Cell): Cell =>
      (row) => {
        const other = byKey.get(key(row) ?? '')
        return other ? cell(other) : null
      }
    this.add(table.header, reach)
    for (const [word, name] of entries(take)) {
      const index = columnIndex(table, name, `joins.take.${word}`)
      this.byWord.set(word, { name, cell: reach((row) => this.present(row.cells[index]!)) })
    }
  }

  private present(text: string): string | null {
    const trimmed = text.trim()
    return this.missing.has(trimmed) ? null : trimmed
  }
}

/** Ready to be joined on column `on`. A value there twice would make the join ambiguous: that row is refused. */
export function joinedTable(table: Table, on: string): JoinedTable {
  const index = columnIndex(table, on, 'joins.on')
  const byKey = new Map<string, TableRow>()
  for (const row of table.rows) {
    const key = row.cells[index]!.trim()
    if (byKey.has(key)) throw refuseRow({ file: table.file, row: row.number }, on, 'stands in two rows of a join', key)
    byKey.set(key, row)
  }
  return { table, byKey }
}

function columnIndex({ file, header }: Table, name: string, field: string): number {
  const index = header.indexOf(name)
  if (index < 0) throw badInput(field, `${file} has no column ${name}`, name, header)
  return index
}

function entries(words: Mapping['columns']): [Word, string][] {
  return WORDS.flatMap((word) => (words[word] === undefined ? [] : [[word, words[word]] as [Word, string]]))
}
