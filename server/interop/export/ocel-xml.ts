import { formatInstant } from '../../domain/time.ts'
import { typeOf } from './object-id.ts'
import { BEGINNING, type OcelEvent, type OcelLink, type OcelLog, type OcelObject, type OcelType } from './ocel-log.ts'
import { xmlText as text } from './xml-text.ts'

/** The log as OCEL 2.0 XML, in pieces. */
export async function* writeOcelXml(log: OcelLog): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<log>\n<object-types>\n'
  yield* declarations('object-type', log.objectTypes)
  yield '</object-types>\n<event-types>\n'
  yield* declarations('event-type', log.eventTypes)
  yield '</event-types>\n<objects>\n'
  for await (const chunk of log.objects) yield chunk.map(object).join('')
  yield '</objects>\n<events>\n'
  for await (const chunk of log.events) yield chunk.map(event).join('')
  yield '</events>\n</log>\n'
}

/**
 * By the schema of OCEL 2.0 an attribute that two types declare is declared by neither, and whatever has it is invalid. So the first type that has an
 * attribute declares it for all.
 */
function declarations(tag: string, types: readonly OcelType[]): string[] {
  const declared = new Set<string>()
  return types.map(({ name, attributes }) => {
    const own = Object.entries(attributes).filter(([attribute]) => !declared.has(attribute))
    for (const [attribute] of own) declared.add(attribute)
    const told = own.map(([attribute, type]) => `<attribute name="${text(attribute)}" type="${type}"/>`)
    return `<${tag} name="${text(name)}"><attributes>${told.join('')}</attributes></${tag}>\n`
  })
}

function object({ id, type, attributes, links }: OcelObject): string {
  const told = attributesOf(attributes, ` time="${BEGINNING}"`)
  return `<object id="${text(id)}" type="${text(type)}">${told}${linksOf(links)}</object>\n`
}

function event({ id, type, time, attributes, links }: OcelEvent): string {
  const head = `id="${text(id)}" type="${text(type)}" time="${formatInstant(time)}"`
  return `<event ${head}>${attributesOf(attributes, '')}${linksOf(links)}</event>\n`
}

function attributesOf(attributes: OcelObject['attributes'], time: string): string {
  const told = Object.entries(attributes).map(
    ([name, value]) => `<attribute name="${text(name)}"${time}>${text(value)}</attribute>`,
  )
  return `<attributes>${told.join('')}</attributes>`
}

/** The schema of OCEL 2.0 wants a link to be called `object` and to have a type; its text and examples have neither. */
function linksOf(links: readonly OcelLink[]): string {
  const told = links.map(
    ({ objectId, qualifier }) =>
      `<object object-id="${text(objectId)}" qualifier="${text(qualifier)}" type="${text(typeOf(objectId))}"/>`,
  )
  return `<objects>${told.join('')}</objects>`
}
