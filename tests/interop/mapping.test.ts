import { describe, expect, test } from 'vitest'
import { guessMapping, parseMapping } from '../../server/interop/mapping.ts'
import { refused } from '../domain/refused.ts'

const columns = { order: 'id', step: 'status', at: 'time' }

describe('a mapping is refused by name', () => {
  const cases: readonly [string, unknown, string, string][] = [
    ['an unknown member', { columns, colums: 1 }, 'map.json, colums', 'nothing that a mapping knows'],
    [
      '__proto__',
      JSON.parse('{"__proto__": {}, "columns": {}}'),
      'map.json, __proto__',
      'nothing that a mapping knows',
    ],
    [
      'an unknown column',
      { columns: { ...columns, stp: 'x' } },
      'map.json, columns.stp',
      'nothing that a mapping knows',
    ],
    ['a column of another type', { columns: { ...columns, at: 1 } }, 'map.json, columns.at', 'expected string'],
    ['no columns', {}, 'map.json, columns.order', 'is missing'],
    ['a list', [], 'map.json', 'expected object'],
    ['no order', { columns: { step: 'a', at: 'b' } }, 'map.json, columns.order', 'is missing'],
    ['no step', { columns: { order: 'a', at: 'b' } }, 'map.json, columns.step', 'is missing'],
    ['no time', { columns: { order: 'a', step: 'b' } }, 'map.json, columns.at', 'is missing'],
    ['at beside start', { columns: { ...columns, start: 'x' } }, 'map.json, columns.start', 'exclude each other'],
    ['steps beside step', { columns, steps: [{ name: 'a', finish: 'b' }] }, 'map.json, steps', 'exclude each other'],
    ['quantity without product', { columns: { ...columns, quantity: 'q' } }, 'map.json, columns.quantity', 'needs'],
    ['an unknown time zone', { columns, timeZone: 'Mars/Olympus' }, 'map.json, timeZone', 'IANA'],
    [
      'a join of unknown form',
      { columns, joins: [{ file: 'a', key: 'b' }] },
      'map.json, joins.0.on',
      'expected string',
    ],
    [
      'a meaning given twice',
      { columns, joins: [{ file: 'a', on: 'b', take: { step: 'c' } }] },
      'map.json, joins.take.step',
      'a column twice',
    ],
  ]
  test('of a format that is no table needs no columns, and has no use for joins', () => {
    expect(parseMapping('map.json', '{"timeZone": "Europe/Berlin"}', 'xes')).toMatchObject({ columns: {} })
    const refusal = refused(() => parseMapping('map.json', '{"joins": []}', 'ocel-json'))
    expect(refusal.message).toBe('map.json, joins: is for CSV alone')
  })

  test.each(cases)('%s', (_, mapping, field, problem) => {
    const refusal = refused(() => parseMapping('map.json', JSON.stringify(mapping)))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field })
    expect(refusal.message).toContain(problem)
  })

  test('broken JSON', () => {
    expect(refused(() => parseMapping('map.json', '{"columns":')).message).toContain('map.json: is not JSON')
  })
})

describe('without a mapping', () => {
  test('the columns are guessed from names that other tools use', () => {
    expect(guessMapping('log.csv', ['case_id', 'Activity', 'start_time', 'end_time', 'Resource']).columns).toEqual({
      order: 'case_id',
      step: 'Activity',
      start: 'start_time',
      finish: 'end_time',
      holder: 'Resource',
    })
  })

  test('a heading that does not say what is what is refused, and told how to say it', () => {
    const refusal = refused(() => guessMapping('log.csv', ['a', 'b']))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'log.csv, columns.order' })
    expect(refusal.message).toContain('--map')
  })
})
