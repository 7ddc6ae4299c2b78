import { spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { makeFolder } from './imports.ts'
import { asXml, event, type OcelDocument, typed } from './ocel-files.ts'
import { READING } from './reading-process.ts'

const ORDERS = 10_000
const EVENTS = 10
/** MiB of JavaScript's own memory: what the files say would fill several times as much. */
const MEMORY = 48
const NOTE = 'what was said to the customer, word for word. '.repeat(8)
const timeOf = (order: number, number: number) => new Date(1.7e12 + order * 600_000 + number * 60_000).toISOString()

/** Orders one after the other; types stand last, as they may in JSON. */
function* json(): Generator<string> {
  const events = (order: number) =>
    Array.from({ length: EVENTS }, (_, number) =>
      event(`e${order}-${number}`, `step ${number}`, timeOf(order, number), [`O${order}`], { note: NOTE }),
    )
  const list = (of: (order: number) => unknown[]) =>
    Array.from({ length: ORDERS })
      .keys()
      .map((order) => `${order ? ',' : ''}${JSON.stringify(of(order)).slice(1, -1)}\n`)
  yield '{"events":['
  yield* list(events)
  yield '],"objects":['
  yield* list((order) => [{ id: `O${order}`, type: 'order' }])
  yield `],"objectTypes":${JSON.stringify(TYPES.objectTypes)},"eventTypes":${JSON.stringify(TYPES.eventTypes)}}`
}

const TYPES: OcelDocument = {
  objectTypes: [typed('order')],
  eventTypes: Array.from({ length: EVENTS }, (_, number) => typed(`step ${number}`, 'note')),
  objects: [],
  events: [],
}

function* xml(): Generator<string> {
  const [head = '', tail = ''] = asXml(TYPES).split('<events></events>')
  const [types = ''] = head.split('<objects></objects>')
  yield `${types}<objects>`
  for (let order = 0; order < ORDERS; order += 1) yield `<object id="O${order}" type="order"/>`
  yield '</objects><events>'
  for (let order = 0; order < ORDERS; order += 1)
    for (let number = 0; number < EVENTS; number += 1)
      yield `<event id="e${order}-${number}" type="step ${number}" time="${timeOf(order, number)}"><attributes><attribute name="note">${NOTE}</attribute></attributes><objects><relationship object-id="O${order}" qualifier="of"/></objects></event>\n`
  yield `</events>${tail}`
}

function* xes(): Generator<string> {
  yield '<log>'
  for (let order = 0; order < ORDERS; order += 1) {
    yield `<trace><string key="concept:name" value="O${order}"/>`
    for (let number = 0; number < EVENTS; number += 1)
      yield `<event><string key="concept:name" value="step ${number}"/><date key="time:timestamp" value="${timeOf(order, number)}"/><string key="note" value="${NOTE}"/></event>\n`
    yield '</trace>'
  }
  yield '</log>'
}

test.each([
  ['log.json', json],
  ['log.xml', xml],
  ['log.xes', xes],
] as const)('a %s of 100,000 events is read in 48 MiB', async (name, pieces) => {
  const path = join(makeFolder(), name)
  await pipeline(pieces, createWriteStream(path))
  const { stdout, stderr, status } = spawnSync(process.execPath, [`--max-old-space-size=${MEMORY}`, READING, path], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({ orders: ORDERS, runs: ORDERS * EVENTS, refused: 0 })
})
