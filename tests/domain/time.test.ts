import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatInstant,
  localDate,
  parseDate,
  parseDuration,
  parseInstant,
  parseTimeZone,
} from '../../server/domain/time.ts'
import { refused } from './refused.ts'

const YEAR_2201 = Date.UTC(2201, 0)

describe('an instant', () => {
  test.each([
    ['2026-11-22T09:30:00Z', '2026-11-22T09:30:00Z'],
    ['2026-11-22t09:30:00z', '2026-11-22T09:30:00Z'],
    ['2026-11-22T09:30:00+09:00', '2026-11-22T00:30:00Z'],
    ['2026-11-22T23:30:00-05:30', '2026-11-23T05:00:00Z'],
    ['2026-11-22T09:30:00.5Z', '2026-11-22T09:30:00.500Z'],
    ['2026-11-22T09:30:00.1239999999999Z', '2026-11-22T09:30:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['2200-12-31T23:59:59.999Z', '2200-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, formatted) => {
    expect(formatInstant(parseInstant('at', text))).toBe(formatted)
  })

  test.each([
    'now',
    'infinity',
    '-infinity',
    'today',
    '',
    '2026-11-22',
    '2026-11-22T09:30:00',
    '2026-11-22 09:30:00Z',
    '2026-11-22T09:30Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T09:60:00Z',
    '2026-11-22T23:59:60Z',
    '2026-11-22T09:30:00+24:00',
    '2026-11-22T09:30:00+09',
    '2026-11-22T09:30:00+0900',
    '2026-11-22T09:30:00.Z',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    ' 2026-11-22T09:30:00Z',
    '2026-11-22T09:30:00Z\n',
    '+002026-11-22T09:30:00Z',
    '٢٠٢٦-11-22T09:30:00Z',
  ])('%j is refused, by the field and the value', (text) => {
    expect(refused(() => parseInstant('placedAt', text))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'placedAt',
      value: text,
    })
  })

  test.each([
    '1969-12-31T23:59:59Z',
    '1970-01-01T00:00:00+00:01',
    '2201-01-01T00:00:00Z',
    '2200-12-31T23:59:59-00:01',
    '0050-01-01T00:00:00Z',
  ])('%s is outside of 1970..2200', (text) => {
    expect(refused(() => parseInstant('at', text)).limit).toBe('1970..2200')
  })

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: YEAR_2201 - 1 }), (at) => parseInstant('at', formatInstant(at)) === at),
    )
  })

  test('is written as Date writes it, but for milliseconds that are none', () => {
    const second = fc.integer({ min: 0, max: YEAR_2201 / 1_000 - 1 }).map((seconds) => seconds * 1_000)
    fc.assert(
      fc.property(fc.oneof(second, fc.integer({ min: 0, max: YEAR_2201 - 1 })), (at) => {
        expect(formatInstant(at)).toBe(new Date(at).toISOString().replace('.000Z', 'Z'))
      }),
    )
  })

  test('is what Temporal says it is, with any offset', () => {
    const offset = fc.integer({ min: -23 * 60, max: 23 * 60 })
    fc.assert(
      fc.property(fc.integer({ min: 86_400_000, max: YEAR_2201 - 86_400_001 }), offset, (at, shift) => {
        const sign = shift < 0 ? '-' : '+'
        const [hours, rest] = [Math.floor(Math.abs(shift) / 60), Math.abs(shift) % 60]
        const zone = `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
        const text = Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone })
        expect(parseInstant('at', text)).toBe(at)
      }),
    )
  })

  test('no garbage is taken for one that Temporal does not know', () => {
    const nearly = fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/)
    fc.assert(
      fc.property(nearly, (text) => {
        let at: number | null = null
        try {
          at = parseInstant('at', text)
        } catch {}
        if (at !== null) expect(Temporal.Instant.from(text).epochMilliseconds).toBe(at)
      }),
    )
  })
})

describe('a date', () => {
  test.each(['2026-12-15', '1970-01-01', '2200-12-31', '2024-02-29'])('%s is given back as it came', (text) => {
    expect(parseDate('on', text)).toBe(text)
  })

  test.each([
    'now',
    'infinity',
    '2026-02-30',
    '2026-2-3',
    '2026-12-15T00:00:00Z',
    '20261215',
    '',
    '1969-12-31',
    '2201-01-01',
    '2026-04-31',
  ])('%j is refused', (text) => {
    expect(refused(() => parseDate('promisedDate', text))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'promisedDate',
    })
  })
})

describe('a duration', () => {
  test.each(['P0D', 'P7D', 'P3650D', 'PT4H', 'PT30M', 'PT4H30M', 'PT0H', 'PT90M'])(
    '%s is given back as it came',
    (text) => {
      expect(parseDuration('duration', text)).toBe(text)
    },
  )

  test.each([
    '',
    'P',
    'PT',
    'P1W',
    'P1M',
    'P1Y',
    'P1DT1H',
    'PT1S',
    'PT30M4H',
    '-P1D',
    'P-1D',
    'P1.5D',
    'PT1.5H',
    'p1d',
    '7',
    'P12345678D',
  ])('%j is refused', (text) => {
    expect(refused(() => parseDuration('duration', text))).toMatchObject({ field: 'duration', limit: 'PnD or PTnHnM' })
  })

  test.each(['P3651D', 'PT87601H', 'PT5256001M', 'PT87600H1M'])('%s is longer than ten years', (text) => {
    expect(refused(() => parseDuration('duration', text)).limit).toBe('P3650D')
  })
})

describe('a time zone', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['asia/tokyo', 'Asia/Tokyo'],
    ['UTC', 'UTC'],
  ])('%s is %s', (text, zone) => {
    expect(parseTimeZone('timeZone', text)).toBe(zone)
  })

  test.each(['', '+09:00', 'Z', 'Europe/Atlantis', 'Europe/Berlin[u-ca=hebrew]', '2026-01-01T00:00:00Z'])(
    '%j is refused',
    (text) => {
      expect(refused(() => parseTimeZone('timeZone', text))).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'timeZone',
      })
    },
  )
})

test.each([
  ['2026-11-22T14:59:59Z', 'Asia/Tokyo', '2026-11-22'],
  ['2026-11-22T15:00:00Z', 'Asia/Tokyo', '2026-11-23'],
  ['2026-03-29T22:30:00Z', 'Europe/Berlin', '2026-03-30'],
  ['2026-03-28T22:30:00Z', 'Europe/Berlin', '2026-03-28'],
  ['1970-01-01T00:00:00Z', 'America/New_York', '1969-12-31'],
])('at %s it is in %s the %s', (text, zone, date) => {
  expect(localDate(parseInstant('at', text), zone)).toBe(date)
})
