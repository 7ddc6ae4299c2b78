import type { Instant } from '../../domain/vocabulary.ts'

/** A log by OCEL 2.0, as the writers of this folder are handed it: what it declares first, then chunk after chunk. */
export type OcelLog = {
  readonly objectTypes: readonly OcelType[]
  readonly eventTypes: readonly OcelType[]
  readonly objects: AsyncIterable<readonly OcelObject[]>
  readonly events: AsyncIterable<readonly OcelEvent[]>
}
export type OcelType = { readonly name: string; readonly attributes: Readonly<Record<string, AttributeType>> }
export type AttributeType = 'string' | 'time' | 'integer' | 'boolean'
/** A type and what it says, by attribute, as text; what is not said is left out. An object's attributes hold from the beginning on. */
export type OcelObject = {
  readonly id: string
  readonly type: string
  readonly attributes: Readonly<Record<string, string>>
  readonly links: readonly OcelLink[]
}
export type OcelEvent = OcelObject & { readonly time: Instant }
export type OcelLink = { readonly objectId: string; readonly qualifier: string }

/** From when on an object's attributes hold where nothing changes them: OCEL's own word for the beginning. */
export const BEGINNING = '1970-01-01T00:00:00Z'
