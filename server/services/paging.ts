import { badInput, type Refusal } from '../domain/refusal.ts'
import { checkText } from '../domain/text.ts'
import { parseDate } from '../domain/time.ts'
import type { KeyValue, Place, Sort, SortKey, Window } from '../storage/keyset.ts'

/** What every connection is asked with. */
export type PageArgs = {
  readonly first?: number | null
  readonly after?: string | null
  readonly last?: number | null
  readonly before?: string | null
}

/** A page of a connection. `totalCount` counts what the viewer sees, when it is asked for and not before. */
export type Page<T> = {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: () => Promise<number>
}

/** How places are written into cursors; events have cursors of their own. */
export type CursorForm = {
  write(place: Place): string
  /** BAD_USER_INPUT (or a CURSOR_ code) for what is no cursor of this connection. */
  read(field: string, text: string): Place | Promise<Place>
}

/** Where the rows of a connection come from. `rows` gives them in the window's direction, at most its limit. */
export type Source<R extends { readonly place: Place }, T> = {
  rows(window: Window): Promise<readonly R[]>
  nodeOf(row: R): T
  count(): Promise<number>
}

const DEFAULT = 20
const MOST = 100

/** The window that the arguments ask for: the first 20 unless they say otherwise. BAD_USER_INPUT names the argument. */
async function windowOf(args: PageArgs, form: CursorForm): Promise<Window> {
  const { first = null, last = null, after = null, before = null } = args
  if (first !== null && last !== null) throw badInput('last', 'give either first or last, not both', last, `1..${MOST}`)
  const size = last === null ? checkSize('first', first ?? DEFAULT) : checkSize('last', last)
  return {
    limit: size + 1,
    isBackward: last !== null,
    after: after === null ? null : await form.read('after', after),
    before: before === null ? null : await form.read('before', before),
  }
}

/** The window of a page that begins at an end of the list; null for any other, and for arguments that are refused. */
export function plainWindow({
  first = null,
  last = null,
  after = null,
  before = null,
}: PageArgs): Pick<Window, 'limit' | 'isBackward'> | null {
  const size = last ?? first ?? DEFAULT
  const isPlain = after === null && before === null && (first === null || last === null)
  return isPlain && size >= 1 && size <= MOST ? { limit: size + 1, isBackward: last !== null } : null
}

/** Reads the page that the arguments ask for. BAD_USER_INPUT names the argument that is wrong. */
export async function readPage<R extends { readonly place: Place }, T>(
  form: CursorForm,
  args: PageArgs,
  source: Source<R, T>,
): Promise<Page<T>> {
  const window = await windowOf(args, form)
  const rows = await source.rows(window)
  const kept = rows.slice(0, window.limit - 1)
  const edges = (window.isBackward ? kept.toReversed() : kept).map(
    (row) => new Edge(form, row.place, source.nodeOf(row)),
  )
  const pageInfo = new PageInfo(edges, window, rows.length === window.limit)
  return { edges, pageInfo, totalCount: () => source.count() }
}

/** A class, since V8 keeps what the getters of an object literal hold, a whole page, until it goes through all memory. */
class PageInfo<T> {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  private readonly edges: readonly Edge<T>[]

  constructor(edges: readonly Edge<T>[], { isBackward, after, before }: Window, hasMore: boolean) {
    this.edges = edges
    this.hasNextPage = isBackward ? before !== null : hasMore
    this.hasPreviousPage = isBackward ? hasMore : after !== null
  }

  get startCursor(): string | null {
    return this.edges.at(0)?.cursor ?? null
  }
  get endCursor(): string | null {
    return this.edges.at(-1)?.cursor ?? null
  }
}

/** Its cursor is written when it is asked for, which mostly it is not. */
class Edge<T> {
  readonly node: T
  private readonly form: CursorForm
  private readonly place: Place

  constructor(form: CursorForm, place: Place, node: T) {
    this.form = form
    this.place = place
    this.node = node
  }

  get cursor(): string {
    return this.form.write(this.place)
  }
}

/** Cursors of a sort: its name and the row's place in it, opaque. */
export function cursorsOf(sort: Sort): CursorForm {
  return {
    write: (place) => Buffer.from(JSON.stringify([sort.name, ...place])).toString('base64url'),
    read: (field, text) => readPlace(sort, field, text),
  }
}

function checkSize(field: string, size: number): number {
  if (size < 1 || size > MOST) throw badInput(field, `must be from 1 to ${MOST}`, size, `1..${MOST}`)
  return size
}

function readPlace({ name, keys }: Sort, field: string, text: string): Place {
  const parts = parseParts(Buffer.from(text, 'base64url').toString('utf8'))
  if (parts?.[0] !== name || parts.length !== keys.length + 1) throw foreign(field, text)
  return keys.map((key, index) => readValue(key, parts[index + 1], field, text))
}

function parseParts(json: string): unknown[] | null {
  try {
    const parts: unknown = JSON.parse(json)
    return Array.isArray(parts) ? parts : null
  } catch {
    return null
  }
}

/** The latest millisecond that a year of four digits has; later ones, and those before 1970, are no instants of Baton. */
const LATEST = Date.UTC(9999, 11, 31)
/** The largest number that a column of this type can be compared with. */
const LARGEST: Readonly<Record<string, number>> = { integer: 2 ** 31 - 1 }

function readValue(key: SortKey, value: unknown, field: string, text: string): KeyValue {
  if (value === null && key.isNullable) return null
  const isNumber = key.kind === 'number' || key.kind === 'instant'
  if (isNumber && !isCount(value, LARGEST[key.column.getSQLType()] ?? LATEST)) throw foreign(field, text)
  if (!isNumber && typeof value !== 'string') throw foreign(field, text)
  if (key.kind === 'date') parseDate(field, value as string)
  if (key.kind === 'text') checkText(field, value)
  return value as KeyValue
}

function isCount(value: unknown, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
}

function foreign(field: string, text: string): Refusal {
  return badInput(field, 'is no cursor of this connection (in this order)', text)
}
