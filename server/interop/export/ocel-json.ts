import { formatInstant } from '../../domain/time.ts'
import { BEGINNING, type OcelEvent, type OcelLink, type OcelLog, type OcelObject, type OcelType } from './ocel-log.ts'

/** The log as OCEL 2.0 JSON, in pieces. */
export async function* writeOcelJson(log: OcelLog): AsyncGenerator<string> {
  yield `{"objectTypes":${JSON.stringify(log.objectTypes.map(declaration))},\n`
  yield `"eventTypes":${JSON.stringify(log.eventTypes.map(declaration))},\n"objects":[`
  yield* listed(log.objects, object)
  yield '],\n"events":['
  yield* listed(log.events, event)
  yield ']}\n'
}

async function* listed<T>(chunks: AsyncIterable<readonly T[]>, written: (item: T) => object): AsyncGenerator<string> {
  let separator = '\n'
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue
    yield separator + chunk.map((item) => JSON.stringify(written(item))).join(',\n')
    separator = ',\n'
  }
}

function declaration({ name, attributes }: OcelType) {
  return { name, attributes: Object.entries(attributes).map(([own, type]) => ({ name: own, type })) }
}

function object({ id, type, attributes, links }: OcelObject) {
  const told = Object.entries(attributes).map(([name, value]) => ({ name, time: BEGINNING, value }))
  return { id, type, attributes: told, relationships: links.map(relationship) }
}

function event({ id, type, time, attributes, links }: OcelEvent) {
  const told = Object.entries(attributes).map(([name, value]) => ({ name, value }))
  return { id, type, time: formatInstant(time), attributes: told, relationships: links.map(relationship) }
}

function relationship({ objectId, qualifier }: OcelLink) {
  return { objectId, qualifier }
}
