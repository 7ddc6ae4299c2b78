import type { StatementSync } from 'node:sqlite'
import { badInput } from '../domain/refusal.ts'
import { fromKeys } from '../interop/export/keyed.ts'
import { type ObjectType, typeOf } from '../interop/export/object-id.ts'
import type { OcelStore } from '../interop/ocel-store.ts'

/** The number in this database of each object of an export, by its id; kept outside of memory, where there may be any number of them. */
export class RestoredNumbers {
  private readonly insert: StatementSync
  private readonly find: StatementSync

  constructor({ db }: OcelStore) {
    db.exec(
      'create temp table restored (id text primary key, number integer not null, is_new integer not null) without rowid',
    )
    this.insert = db.prepare('insert into restored values (?, ?, ?)')
    this.find = db.prepare('select number, is_new from restored where id = ?')
  }

  put(id: string, number: number, isNew = true): void {
    this.insert.run(id, number, isNew ? 1 : 0)
  }

  /** Of an order: whether this restoring adds it. */
  isNew(id: string): boolean {
    return this.find.get(id)?.is_new === 1
  }

  /** `value` with the numbers of this database in place of object ids; `told` is the object or event that names them, for refusals. */
  resolve<T>(told: string, value: unknown): T {
    return fromKeys(value, (type, id) => this.numberOf(told, type, id)) as T
  }

  private numberOf(told: string, type: ObjectType, id: string): number {
    const found = typeOf(id) === type ? this.find.get(id) : undefined
    if (found) return Number(found.number)
    throw badInput(told, `names ${id}, which is no ${type} of the export`)
  }
}
