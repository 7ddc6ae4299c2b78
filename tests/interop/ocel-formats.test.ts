import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asSqlite, asXml, EPOCH, event, links, typed } from './ocel-files.ts'
import { fileOf, readOcel, told } from './read-logs.ts'

describe('JSON, XML and SQLite', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abzÄ営 "\'<&>;_-.\t\n'), minLength: 1, maxLength: 8 })
  const types = fc.uniqueArray(fc.constantFrom('take', 'Take', 'object', 'map type', 'a"b', "c'd", '営業', '!'), {
    minLength: 1,
  })
  const attribute = fc.uniqueArray(fc.constantFrom('user', 'department', 'lifecycle', 'ocel', 'size x'), {
    maxLength: 3,
  })
  const document = fc
    .record({ types, attribute, orders: fc.integer({ min: 1, max: 4 }), parts: fc.integer({ min: 0, max: 4 }) })
    .chain(({ types: eventTypes, attribute: attributes, orders, parts }) => {
      const ids = [
        ...Array(orders)
          .keys()
          .map((n) => `O${n}`),
        ...Array(parts)
          .keys()
          .map((n) => `I${n}`),
      ]
      const some = fc.subarray([...ids, 'nowhere'])
      const time = fc.integer({ min: 0, max: 1e6 }).map((n) => new Date(1.7e12 + n * 60_000).toISOString())
      const values = fc.array(
        fc.record({ name: fc.constantFrom('colour', 'size'), value: name, time: fc.oneof(fc.constant(EPOCH), time) }),
        { maxLength: 3 },
      )
      const objects = fc.tuple(
        ...ids.map((id) =>
          fc.record({
            id: fc.constant(id),
            type: fc.constant(id[0] === 'O' ? 'order' : 'part'),
            attributes: values.map(onePerTime),
            relationships: some.map((to) => links(...to)),
          }),
        ),
      )
      const value = fc.constantFrom('start', 'complete', 'Ann', 'Bob')
      const own = fc
        .subarray(attributes)
        .chain((keys) => fc.tuple(...keys.map((key) => value.map((text) => [key, text]))))
      const one = fc.record({ type: fc.constantFrom(...eventTypes), time, objects: some, own })
      const events = fc
        .array(one, { maxLength: 12 })
        .map((all) =>
          all.map(({ type, time: when, objects: to, own: said }, n) =>
            event(`e${n}`, type, when, to, Object.fromEntries(said)),
          ),
        )
      const declared = {
        objectTypes: fc.constant([typed('order', 'colour', 'size'), typed('part', 'colour', 'size')]),
        eventTypes: fc.constant(eventTypes.map((type) => typed(type, ...attributes))),
      }
      return fc.record({
        ...declared,
        objects,
        events: events.map((all) => [...all, event('last', eventTypes[0]!, '2024-01-01T00:00:00Z', ['O0'])]),
      })
    })

  test('of the same log read the same', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (log) => {
        const reads = [
          await readOcel(fileOf('log.json', JSON.stringify(log))),
          await readOcel(fileOf('log.xml', asXml(log))),
          await readOcel(asSqlite(log)),
        ]
        const [first, ...others] = reads.map((read) => ({
          orders: read.log.orders.map(told),
          people: [...read.log.people.values()],
          departments: [...read.log.departments.values()],
          notes: read.notes,
          refused: read.refused.rows.map(({ row }) => row),
        }))
        for (const other of others) expect(other).toEqual(first)
      }),
      { numRuns: 25 },
    )
  })
})

/** OCEL has one value of an attribute at a time. */
function onePerTime<T extends { name: string; time: string }>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [`${value.name} ${value.time}`, value])).values()]
}
