/** The tables of OCEL 2.0 that do not depend on its types, with their columns. */
export const RELATIONS = {
  event: ['ocel_id', 'ocel_type'],
  object: ['ocel_id', 'ocel_type'],
  event_map_type: ['ocel_type', 'ocel_type_map'],
  object_map_type: ['ocel_type', 'ocel_type_map'],
  event_object: ['ocel_event_id', 'ocel_object_id', 'ocel_qualifier'],
  object_object: ['ocel_source_id', 'ocel_target_id', 'ocel_qualifier'],
} as const

/** Both have types, a table of all and one of each type. */
export type OcelKind = 'event' | 'object'

/** The time of values that stand from the beginning. */
export const EPOCH = '1970-01-01T00:00:00Z'

/** A name as SQLite takes it whatever it holds. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
