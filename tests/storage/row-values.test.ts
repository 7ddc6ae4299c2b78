import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantIn } from '../../server/storage/row-values.ts'
import { eachDatabase } from '../support/database.ts'

const YEAR_2201 = Date.UTC(2201)

eachDatabase((open) => {
  test('an instant is read from a column and from JSON as it was written, to the millisecond', async () => {
    const database = await open()
    const whole = fc.integer({ min: 0, max: YEAR_2201 / 1_000 - 1 }).map((seconds) => seconds * 1_000)
    const some = fc.sample(fc.oneof(whole, fc.integer({ min: 0, max: YEAR_2201 - 1 })), 2_000)
    const instants = [0, 1, 10, 100, 999, YEAR_2201 - 1, ...some]
    const found = await database.read(
      `select at::timestamptz(3), to_json(at::timestamptz(3)) from jsonb_array_elements_text($1::jsonb) with ordinality as one(at, place) order by place`,
      [JSON.stringify(instants.map((at) => new Date(at).toISOString()))],
    )
    expect(found.map(([column]) => instantIn(column))).toEqual(instants)
    expect(found.map(([, json]) => instantIn(json))).toEqual(instants)
    expect(instantIn(null)).toBeNull()
  })
})
