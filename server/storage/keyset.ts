import { and, asc, type Column, desc, or, type SQL, sql } from 'drizzle-orm'

/** A value of a sort key as a cursor holds it; an instant is its milliseconds. */
export type KeyValue = number | string | null
/** Where a row stands in a sort: its value for each key. The last key is unique, so no two rows share a place. */
export type Place = readonly KeyValue[]

/** One column of a sort. Nulls, where there may be any, come last. */
export type SortKey = {
  readonly column: Column
  readonly kind: 'instant' | 'date' | 'text' | 'number'
  readonly isDescending?: boolean
  readonly isNullable?: boolean
}

/** `name` stands in each cursor, so that a cursor of one sort is no cursor of another. */
export type Sort = { readonly name: string; readonly keys: readonly SortKey[] }

/** Which rows of a sort are asked for. `limit` is one more than a page, to know whether there are more. */
export type Window = {
  readonly limit: number
  readonly isBackward: boolean
  readonly after: Place | null
  readonly before: Place | null
}

/** The rows strictly between `after` and `before`. */
export function within({ keys }: Sort, { after, before }: Window): SQL | undefined {
  return and(after ? beyond(keys, after, false) : undefined, before ? beyond(keys, before, true) : undefined)
}

/** The sort, turned round for a window that is read from its end. */
export function ordering({ keys }: Sort, { isBackward }: Pick<Window, 'isBackward'>): SQL[] {
  return keys.map(({ column, isDescending = false, isNullable }) => {
    const direction = isDescending !== isBackward ? desc(column) : asc(column)
    return isNullable && isDescending !== isBackward ? sql`${direction} nulls first` : direction
  })
}

function beyond(keys: readonly SortKey[], place: Place, isBefore: boolean): SQL {
  return isUniform(keys) ? beyondRow(keys, place, isBefore) : beyondEach(keys, place, isBefore)
}

/** One comparison of rows, which an index on the keys answers. */
function beyondRow(keys: readonly SortKey[], place: Place, isBefore: boolean): SQL {
  const columns = keys.map(({ column }) => sql`${column}`)
  const values = keys.map(({ column }, index) => sql.param(place[index], column))
  const isLess = Boolean(keys[0]?.isDescending) !== isBefore
  return sql`(${sql.join(columns, sql`, `)}) ${isLess ? sql`<` : sql`>`} (${sql.join(values, sql`, `)})`
}

function beyondEach(keys: readonly SortKey[], place: Place, isBefore: boolean): SQL {
  const alternatives = keys.map((key, index) => {
    const same = keys.slice(0, index).map((before, at) => isSame(before, place[at] ?? null))
    return and(...same, isPast(key, place[index] ?? null, isBefore))
  })
  return or(...alternatives)!
}

function isSame({ column }: SortKey, value: KeyValue): SQL {
  return value === null ? sql`${column} is null` : sql`${column} = ${sql.param(value, column)}`
}

function isPast({ column, isDescending = false, isNullable }: SortKey, value: KeyValue, isBefore: boolean): SQL {
  if (value === null) return isBefore ? sql`${column} is not null` : sql`false`
  const compared = sql`${column} ${isDescending !== isBefore ? sql`<` : sql`>`} ${sql.param(value, column)}`
  return isNullable && !isBefore ? sql`(${compared} or ${column} is null)` : compared
}

function isUniform(keys: readonly SortKey[]): boolean {
  return keys.every((key) => !key.isNullable && Boolean(key.isDescending) === Boolean(keys[0]?.isDescending))
}
