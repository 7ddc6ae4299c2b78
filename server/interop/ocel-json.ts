import { basename } from 'node:path'
import { z } from 'zod'
import { badInput } from '../domain/refusal.ts'
import { JsonElements } from './json-elements.ts'
import type { OcelPour, PouredAttribute } from './ocel-pour.ts'
import { type RefusedRows, refuseRow } from './refused-rows.ts'
import { openText } from './text-stream.ts'

const SECTIONS = ['objectTypes', 'eventTypes', 'objects', 'events'] as const
type Section = (typeof SECTIONS)[number]

const value = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((given) => (given === null ? '' : String(given)))
const attributes = z.array(z.object({ name: z.string(), value, time: z.string().nullish() })).nullish()
const links = z.array(z.object({ objectId: z.string(), qualifier: z.string().nullish() })).nullish()
const type = z.object({ name: z.string(), attributes: z.array(z.object({ name: z.string() })).nullish() })
const thing = z.object({ id: z.string(), type: z.string(), attributes, relationships: links })
const event = thing.extend({ time: z.string() })

/** Pours an OCEL 2.0 JSON document, element by element, whatever the order of its members. */
export async function pourJson(path: string, pour: OcelPour, refused: RefusedRows): Promise<void> {
  const file = basename(path)
  const elements = new JsonElements(file, (section, element, row) => {
    if (isSection(section)) refused.try(row, () => take(pour, section, element, { file: `${file}, ${section}`, row }))
  })
  for await (const text of openText(path, (share) => pour.pass(share))) elements.write(text)
  const members = elements.end()
  for (const section of SECTIONS)
    if (!members.has(section)) throw badInput(file, `has no ${section}: is it OCEL 2.0?`, [...members], SECTIONS)
}

function isSection(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name)
}

function take(pour: OcelPour, section: Section, element: unknown, origin: { file: string; row: number }): void {
  if (section === 'objectTypes' || section === 'eventTypes') {
    const { name, attributes } = read(type, element, origin)
    pour.declare(section === 'eventTypes' ? 'event' : 'object', name, attributes?.map((one) => one.name) ?? [], origin)
    return
  }
  const given = section === 'events' ? read(event, element, origin) : { ...read(thing, element, origin), time: null }
  const poured = {
    id: given.id,
    type: given.type,
    origin,
    attributes: given.attributes?.map(attribute) ?? [],
    links: given.relationships?.map(({ objectId, qualifier }) => ({ id: objectId, qualifier: qualifier ?? '' })) ?? [],
  }
  if (given.time === null) pour.addObject(poured)
  else pour.addEvent({ ...poured, time: given.time })
}

function attribute({ name, value, time }: { name: string; value: string; time?: string | null }): PouredAttribute {
  return { name, value, time: time ?? null }
}

function read<T>(shape: z.ZodType<T>, element: unknown, origin: { file: string; row: number }): T {
  const result = shape.safeParse(element)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  throw refuseRow(origin, path.join('.') || null, message)
}
