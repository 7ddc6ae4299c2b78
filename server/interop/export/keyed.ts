import type { ObjectType } from './object-id.ts'

/** Properties that hold the number of a thing in the database, and what kind of thing it is. */
const REFERENCES: Readonly<Record<string, ObjectType>> = {
  accountManagerId: 'person',
  customerId: 'customer',
  departmentId: 'department',
  holderId: 'person',
  leadId: 'person',
  orderId: 'order',
  orderRequirementId: 'order-requirement',
  owedById: 'department',
  personId: 'person',
  productId: 'product',
  repId: 'person',
  requirementId: 'requirement',
  seriesId: 'requirement',
  supersedesId: 'requirement',
  workflowId: 'workflow',
}
const ACTORS: ReadonlySet<string> = new Set(['actor', 'placedBy', 'releasedBy', 'publishedBy', 'satisfiedBy'])
/** Texts by names that the user gave: nothing in them is a number of ours. */
const FREE: ReadonlySet<string> = new Set(['attributes', 'externalIds', 'calendar'])

type KeyOf = (type: ObjectType, id: number) => string | null
type NumberOf = (type: ObjectType, key: string) => number

/**
 * A row or payload with object ids in place of the numbers that this database has for things, at any depth. Throws for a number that it does not know the
 * meaning of: an export that cannot be restored is worse than none.
 */
export function toKeys<T>(value: T, keyOf: KeyOf): unknown {
  return mapped(value, '', {
    reference: (type, id) => keyOf(type, id as number),
    actor: (actor) => {
      const { kind, id } = actor as { kind: string; id: number }
      return keyOf(kind === 'PERSON' ? 'person' : 'integration', id)
    },
    other: (name, inner) => {
      if (name.endsWith('Id') && typeof inner === 'number') throw new Error(`${name}: no natural key is known for it`)
    },
  })
}

/** The reverse: `numberOf` is asked for each object id and refuses those that are not there or of another type. */
export function fromKeys(value: unknown, numberOf: NumberOf): unknown {
  return mapped(value, '', {
    reference: (type, key) => numberOf(type, String(key)),
    actor: (key) => {
      const isPerson = String(key).startsWith('person:')
      const id = numberOf(isPerson ? 'person' : 'integration', String(key))
      return { kind: isPerson ? 'PERSON' : 'INTEGRATION', id }
    },
    other: () => {},
  })
}

type Mapper = {
  readonly reference: (type: ObjectType, value: unknown) => unknown
  readonly actor: (value: unknown) => unknown
  readonly other: (name: string, value: unknown) => void
}

function mapped(value: unknown, name: string, map: Mapper): unknown {
  const type = Object.hasOwn(REFERENCES, name) ? REFERENCES[name] : undefined
  if (value === null || value === undefined || FREE.has(name)) return value
  if (type) return map.reference(type, value)
  if (ACTORS.has(name)) return map.actor(value)
  map.other(name, value)
  if (Array.isArray(value)) return value.map((item) => mapped(item, '', map))
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapped(inner, key, map)]))
}
