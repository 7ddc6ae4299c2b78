import { expect, test } from 'vitest'
import { closedNote } from '../../server/domain/calendar-notes.ts'
import { instant, NIGHTS, OFFICE, ROUND_THE_CLOCK, workingTime } from './working-times.ts'

const BERLIN = 'Europe/Berlin'
const extra = {
  closures: [['2026-12-24', '2027-01-03']] as const,
  holidays: ['2026-05-14', '2026-05-25', '2026-10-03', '2026-06-04', '2026-11-18'],
}
const office = workingTime(BERLIN, OFFICE, extra)

const spans: [from: string, to: string, note: string | null][] = [
  ['2026-11-23 09:00', '2026-11-27 17:00', null],
  ['2026-11-27 17:00', '2026-11-30 09:00', 'closed Sat-Sun'],
  ['2026-11-13 09:00', '2026-12-01 09:00', 'closed Sat-Sun, 18 Nov'],
  ['2026-12-22 09:00', '2027-01-05 09:00', 'closed Sat-Sun, 24-25 Dec, 28 Dec-1 Jan'],
  ['2026-05-01 09:00', '2026-12-24 09:00', 'closed Sat-Sun, 14 May, 25 May, 4 Jun, 2 times more'],
  ['2026-11-28 09:00', '2026-11-28 09:00', null],
]
test.each(spans)('an office from %s to %s is %s', (from, to, note) => {
  expect(closedNote(office, instant(BERLIN, from), instant(BERLIN, to))).toBe(note)
})

test('days off that do not follow each other are named apart, and who never closes has none', () => {
  const [from, to] = [instant(BERLIN, '2026-11-23 12:00'), instant(BERLIN, '2026-12-07 12:00')]
  expect(closedNote(workingTime(BERLIN, NIGHTS), from, to)).toBe('closed Thu, Sat-Sun')
  expect(closedNote(workingTime(BERLIN, ROUND_THE_CLOCK), from, to)).toBeNull()
})
