import { describe, expect, test } from 'vitest'
import { DateReader } from '../../server/interop/date-pattern.ts'
import { refused } from '../domain/refused.ts'

const iso = (at: number) => new Date(at).toISOString()
const read = (format: string, text: string, zone: string | null = 'Asia/Tokyo') =>
  iso(new DateReader([format], zone).instant('at', text))

describe('a date of a log', () => {
  test.each([
    ['yyyy-MM-dd HH:mm:ss', '2024-11-23 03:01:00', '2024-11-22T18:01:00.000Z'],
    ['d-MMM-yy', '2-Jun-06', '2006-06-01T15:00:00.000Z'],
    ['d-MMM-yy', '14-Nov-70', '1970-11-13T15:00:00.000Z'],
    ['M/d/yy', '8/27/14', '2014-08-26T15:00:00.000Z'],
    ['dd.MM.yyyy HH:mm', '01.02.2024 00:30', '2024-01-31T15:30:00.000Z'],
    ['M/d/yyyy h:mm a', '1/2/2020 12:05 AM', '2020-01-01T15:05:00.000Z'],
    ['M/d/yyyy h:mm a', '1/2/2020 12:05 pm', '2020-01-02T03:05:00.000Z'],
    ["yyyyMMdd'um'HHmm", '20240131um2359', '2024-01-31T14:59:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2024-01-01 00:00:00.1234567', '2023-12-31T15:00:00.123Z'],
    ['iso', '2022-05-16', '2022-05-15T15:00:00.000Z'],
    ['iso', '2022-05-16T10:00', '2022-05-16T01:00:00.000Z'],
    ['iso', '2012-01-30 06:24:00+02:00', '2012-01-30T04:24:00.000Z'],
    ['iso', '2012-01-30T06:24:00,5-0330', '2012-01-30T09:54:00.500Z'],
    ['iso', '2012-01-30T06:24:00Z', '2012-01-30T06:24:00.000Z'],
  ])('of the form %s: %s', (format, text, expected) => {
    expect(read(format, text)).toBe(expected)
  })

  test('that a clock shows twice in autumn is the first of the two', () => {
    expect(read('iso', '2026-10-25 02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('that a clock skips in spring is an hour later', () => {
    expect(read('iso', '2026-03-29 02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
  })

  test('is read by the first pattern that fits', () => {
    const reader = new DateReader(['M/d/yy', 'd-MMM-yy', 'iso'], 'UTC')
    const read = ['8/27/14', '2-Jun-06', '2010-01-02'].map((text) => iso(reader.instant('at', text)).slice(0, 10))
    expect(read).toEqual(['2014-08-27', '2006-06-02', '2010-01-02'])
  })

  test('as a day is that of the time zone', () => {
    const reader = new DateReader(['iso'], 'Asia/Tokyo')
    expect(reader.date('promised', '2024-05-01')).toBe('2024-05-01')
    expect(reader.date('promised', '2024-05-01T20:00:00Z')).toBe('2024-05-02')
  })

  test.each([
    ['now', 'iso'],
    ['infinity', 'iso'],
    ['24:00', 'iso'],
    ['2026-02-30', 'iso'],
    ['2026-01-01T24:00:00Z', 'iso'],
    ['2026-01-01T10:00:60Z', 'iso'],
    ['2026-13-01', 'iso'],
    ['2026-01-01T10:00:00+25:00', 'iso'],
    ['13/13/2026 1:00 AM', 'M/d/yyyy h:mm a'],
    ['1/1/2026 13:00 AM', 'M/d/yyyy h:mm a'],
    ['31-Foo-06', 'd-MMM-yy'],
    ['1969-12-31', 'iso'],
    ['2201-01-01', 'iso'],
    ['', 'iso'],
  ])('such as "%s" is refused (%s)', (text, format) => {
    expect(refused(() => read(format, text))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'at', value: text })
  })

  test('without offset is refused where the mapping names no time zone', () => {
    expect(refused(() => read('iso', '2026-01-01', null)).message).toBe(
      'at: has no offset, and the mapping names no timeZone',
    )
    expect(read('iso', '2026-01-01T00:00:00Z', null)).toBe('2026-01-01T00:00:00.000Z')
  })

  test.each([
    ['yyyy-QQ-dd', 'QQ means nothing'],
    ['yyyy-MM-dd yyyy', 'twice'],
    ['HH:mm', 'names no y'],
    ['yyyy-MM', 'names no d'],
  ])('has no pattern %s', (format, problem) => {
    const refusal = refused(() => new DateReader([format], 'UTC'))
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'dateFormats' })
    expect(refusal.message).toContain(problem)
  })
})
