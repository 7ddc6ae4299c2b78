import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { move, WorkingTime } from '../../server/domain/calendar.ts'
import type { Clock } from '../../server/domain/vocabulary.ts'
import { refused } from './refused.ts'
import {
  anyInstant,
  anySource,
  instant,
  local,
  NIGHTS,
  OFFICE,
  ROUND_THE_CLOCK,
  type sourceOf,
  workingTime,
} from './working-times.ts'

const HOUR = 3_600_000
const BERLIN = 'Europe/Berlin'

type Moved = readonly [what: string, from: string, duration: string, to: string]

const office: Moved[] = [
  ['within a day', '2026-11-23 09:30', 'PT2H', '2026-11-23 11:30'],
  ['to closing, not to the next opening', '2026-11-23 15:00', 'PT2H', '2026-11-23 17:00'],
  ['over a night', '2026-11-23 16:00', 'PT2H', '2026-11-24 10:00'],
  ['over a weekend', '2026-11-27 16:30', 'PT1H', '2026-11-30 09:30'],
  ['from a closed hour', '2026-11-28 03:00', 'PT30M', '2026-11-30 09:30'],
  ['by nothing, even where it is closed', '2026-11-28 03:00', 'PT0M', '2026-11-28 03:00'],
  ['by a week of hours', '2026-11-23 09:00', 'PT40H', '2026-11-27 17:00'],
  ['by working days', '2026-11-26 10:00', 'P2D', '2026-11-30 10:00'],
  ['by days from after closing', '2026-11-26 20:00', 'P1D', '2026-11-27 17:00'],
  ['by days from before opening', '2026-11-26 06:00', 'P1D', '2026-11-27 06:00'],
  ['by days from a weekend', '2026-11-28 10:00', 'P1D', '2026-11-30 17:00'],
  ['over the year’s end', '2026-12-31 16:00', 'PT2H', '2027-01-04 10:00'],
  ['by days over the year’s end', '2026-12-31 16:00', 'P1D', '2027-01-04 16:00'],
  ['by days over the day when clocks go forward', '2026-03-27 15:00', 'P1D', '2026-03-30 15:00'],
  ['by days over the day when clocks go back', '2026-10-23 15:00', 'P1D', '2026-10-26 15:00'],
]

test.each(office)('an office moves %s', (_, from, duration, to) => {
  const time = workingTime(BERLIN, OFFICE, { holidays: ['2027-01-01'] })
  expect(local(BERLIN, move(time, instant(BERLIN, from), duration, 'WORKING'))).toBe(to)
})

const earlier: Moved[] = [
  ['within a day', '2026-11-23 11:30', 'PT2H', '2026-11-23 09:30'],
  ['to opening, not to the closing before', '2026-11-23 11:00', 'PT2H', '2026-11-23 09:00'],
  ['over a weekend', '2026-11-30 09:30', 'PT1H', '2026-11-27 16:30'],
  ['by seven working days, as a form due seven days ahead', '2026-12-01 10:00', 'P7D', '2026-11-20 10:00'],
  ['by days from a weekend', '2026-11-29 10:00', 'P1D', '2026-11-26 17:00'],
  ['by days over the day when clocks go forward', '2026-03-30 15:00', 'P1D', '2026-03-27 15:00'],
]

test.each(earlier)('an office moves back %s', (_, from, duration, to) => {
  expect(local(BERLIN, move(workingTime(BERLIN, OFFICE), instant(BERLIN, from), duration, 'WORKING', -1))).toBe(to)
})

const nights: Moved[] = [
  ['through midnight', '2026-11-23 23:00', 'PT2H', '2026-11-24 01:00'],
  ['from the early part of one night to the next', '2026-11-24 05:00', 'PT2H', '2026-11-24 23:00'],
  ['through the hour that clocks leave out', '2026-03-28 01:00', 'PT5H', '2026-03-28 06:00'],
  ['by days, each night counting to the day that it begins on', '2026-11-28 02:00', 'P1D', '2026-12-01 02:00'],
  ['by days over the year’s end', '2027-01-02 02:00', 'P1D', '2027-01-05 02:00'],
]

test.each(nights)('a department that works nights moves %s', (_, from, duration, to) => {
  expect(local(BERLIN, move(workingTime(BERLIN, NIGHTS), instant(BERLIN, from), duration, 'WORKING'))).toBe(to)
})

describe('when clocks change', () => {
  const sunday = (date: string, hours: number) => {
    const time = workingTime(BERLIN, [[7, '00:00', '06:00']])
    expect(time.between(instant(BERLIN, `${date} 00:00`), instant(BERLIN, `${date} 12:00`))).toBe(hours * HOUR)
  }
  test('a night has an hour less when they go forward', () => sunday('2026-03-29', 5))
  test('a night has an hour more when they go back', () => sunday('2026-10-25', 7))

  const sundays = workingTime(BERLIN, [[7, '00:00', '06:00']])

  test('a working day later, at a time that clocks leave out, is when they are changed', () => {
    expect(local(BERLIN, sundays.addDays(instant(BERLIN, '2026-03-22 02:30'), 1))).toBe('2026-03-29 03:00')
  })

  test('a working day later stays at the end of the hour that clocks repeat while they repeat it', () => {
    const [first, second] = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]
    expect(local(BERLIN, sundays.addDays(first, 1))).toBe('2026-11-01 02:30')
    expect(local(BERLIN, sundays.addDays(second, 1))).toBe('2026-11-01 03:00')
  })

  const clocks: [Clock, string][] = [
    ['WORKING', '2026-03-30 15:00'],
    ['ELAPSED', '2026-03-28 16:00'],
  ]
  test.each(clocks)('a day on the %s clock ends when it should', (clock, to) => {
    const from =
      instant(BERLIN, clock === 'WORKING' ? '2026-03-27 15:00' : '2026-03-28 16:00') -
      (clock === 'ELAPSED' ? 24 * HOUR : 0)
    expect(local(BERLIN, move(workingTime(BERLIN, OFFICE), from, 'P1D', clock))).toBe(to)
  })
})

test('who works round the clock is open for as long as it is', () => {
  const time = workingTime('America/New_York', ROUND_THE_CLOCK)
  const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)]
  expect(time.between(from, to)).toBe(to - from)
})

test('closures and holidays are not worked', () => {
  const time = workingTime(BERLIN, OFFICE, {
    closures: [['2026-12-24', '2026-12-30']],
    holidays: ['2026-12-31', '2027-01-01'],
  })
  const from = instant(BERLIN, '2026-12-23 16:00')
  expect(local(BERLIN, time.add(from, 2 * HOUR))).toBe('2027-01-04 10:00')
})

const without: [string, () => WorkingTime][] = [
  ['no hours at all', () => workingTime(BERLIN, [])],
  ['a closure without end', () => workingTime(BERLIN, OFFICE, { closures: [['2026-01-01', '9999-12-31']] })],
]

test.each(without)('a search in a calendar with %s ends and says what it could not reach', (_, time) => {
  const at = instant(BERLIN, '2026-11-23 09:00')
  const message = 'calendar: has not enough working time within 10 years of 2026-11-23'
  for (const search of [() => time().add(at, HOUR), () => time().addDays(at, 1)])
    expect(refused(search)).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) })
  expect(refused(() => workingTime(BERLIN, []).subtract(at, HOUR)).code).toBe('BAD_USER_INPUT')
})

describe('any calendar', () => {
  const anyTime = fc.oneof(fc.integer({ min: 1, max: 3 * HOUR }), fc.integer({ min: 1, max: 400 * HOUR }))
  const worked = anySource.filter((source) => {
    const time = new WorkingTime(source)
    return time.between(Date.UTC(2025, 0), Date.UTC(2025, 1)) > 40 * HOUR
  })

  test('has been open for what was added, and not a moment longer', () => {
    fc.assert(
      fc.property(worked, anyInstant, anyTime, (source, at, span) => {
        const time = new WorkingTime(source)
        const reached = time.add(at, span)
        expect(time.between(at, reached)).toBe(span)
        expect(time.between(at, reached - 1)).toBe(span - 1)
      }),
    )
  })

  test('has been open for what was taken away, and not a moment longer', () => {
    fc.assert(
      fc.property(worked, anyInstant, anyTime, (source, at, span) => {
        const time = new WorkingTime(source)
        const reached = time.subtract(at, span)
        expect(time.between(reached, at)).toBe(span)
        expect(time.between(reached + 1, at)).toBe(span - 1)
      }),
    )
  })

  test('never comes to an earlier instant from a later one', () => {
    const pairs = fc.array(fc.tuple(anyInstant, anyTime, fc.integer({ min: -9, max: 9 })), {
      minLength: 50,
      maxLength: 50,
    })
    fc.assert(
      fc.property(worked, pairs, (source, cases) => {
        const time = new WorkingTime(source)
        for (const [at, span, days] of cases) {
          expect(time.add(at + span, span)).toBeGreaterThanOrEqual(time.add(at, span))
          expect(time.addDays(at + span, days)).toBeGreaterThanOrEqual(time.addDays(at, days))
        }
      }),
    )
  })

  test('is open as Temporal says, minute for minute', () => {
    fc.assert(
      fc.property(worked, anyInstant, (source, at) => {
        const time = new WorkingTime(source)
        const minutes = Array.from({ length: 2_000 }, (_, index) => at + index * 60_000)
        const open = minutes.filter((minute) => isOpenByHand(source, minute))
        expect(minutes.filter((minute) => time.isOpen(minute))).toEqual(open)
      }),
      { numRuns: 20 },
    )
  })

  test('does not depend on what it was asked before', () => {
    fc.assert(
      fc.property(worked, fc.array(anyInstant, { maxLength: 4 }), anyInstant, anyTime, (source, before, at, span) => {
        const asked = new WorkingTime(source)
        for (const one of before) asked.add(one, span)
        expect(asked.add(at, span)).toBe(new WorkingTime(source).add(at, span))
        expect(asked.addDays(at, 3)).toBe(new WorkingTime(source).addDays(at, 3))
      }),
      { numRuns: 30 },
    )
  })
})

/** The rule itself, read out for one minute: some hours that began today or yesterday are not over. */
function isOpenByHand({ timeZone, calendar, holidaysOf }: ReturnType<typeof sourceOf>, at: number): boolean {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate()
  return [today, today.subtract({ days: 1 })].some((day) => {
    const date = day.toString()
    const isClosed = calendar.closures.some(({ from, to }) => from <= date && date <= to)
    if (isClosed || holidaysOf(day.year).some((holiday) => holiday.date === date)) return false
    return calendar.weekdays
      .filter(({ weekday }) => weekday === day.dayOfWeek)
      .some(({ opens, closes }) => {
        const end = closes <= opens ? day.add({ days: 1 }) : day
        const [from, to] = [
          day.toZonedDateTime({ timeZone, plainTime: opens }),
          end.toZonedDateTime({ timeZone, plainTime: closes }),
        ]
        return from.epochMilliseconds <= at && at < to.epochMilliseconds
      })
  })
}
