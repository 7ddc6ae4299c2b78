/** The types of object in an export. An object's id is its type and its natural key, so that it names the same thing in every database. */
export const OBJECT_TYPES = [
  'baton-export',
  'department',
  'person',
  'integration',
  'customer',
  'product',
  'workflow',
  'requirement',
  'order',
  'order-requirement',
] as const
export type ObjectType = (typeof OBJECT_TYPES)[number]

/** E.g. `workflow:standard/3`. The parts of a key cannot be mistaken for another's. */
export function objectId(type: ObjectType, ...key: readonly (string | number)[]): string {
  return `${type}:${key.map((part) => String(part).replace(/[%/]/g, encodeURIComponent)).join('/')}`
}

export function typeOf(id: string): string {
  return id.slice(0, id.indexOf(':'))
}
