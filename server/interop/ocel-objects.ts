import type { StatementSync } from 'node:sqlite'
import type { OcelStore } from './ocel-store.ts'

/** The objects of a log and what it says of them at last. */
export class OcelObjects {
  private readonly store: OcelStore
  private readonly missing: ReadonlySet<string>
  private readonly values = new Map<string, StatementSync>()
  private readonly type: StatementSync

  /** `missing`: texts that say that there is nothing. */
  constructor(store: OcelStore, missing: readonly string[]) {
    this.store = store
    this.missing = new Set(['', ...missing])
    this.type = store.db.prepare('select ocel_type as type from object where ocel_id = ?')
  }

  /** Null where the log has no such object. */
  typeOf(id: string): string | null {
    const row = this.type.get(id)
    return row ? String(row.type) : null
  }

  /** By attribute, the value that came last; a change to nothing is none. */
  latest(id: string, type: string): ReadonlyMap<string, string> {
    const { table, attributes } = this.store.objectTypes.get(type)!
    const query = this.values.get(type) ?? this.store.db.prepare(`select * from ${table} where ocel_id = ?`)
    this.values.set(type, query)
    const values = new Map<string, string>()
    for (const row of query.all(id).toSorted((a, b) => timeOf(a.ocel_time) - timeOf(b.ocel_time)))
      for (const name of row.ocel_changed_field ? [String(row.ocel_changed_field)] : attributes) {
        const value = String(row[name] ?? '').trim()
        if (!this.missing.has(value)) values.set(name, value)
      }
    return values
  }
}

/** To put values of one object in order; those whose time cannot be read stand from the beginning. */
function timeOf(text: unknown): number {
  const iso = String(text ?? '').replace(' ', 'T')
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`) || 0
}
