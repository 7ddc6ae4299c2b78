import type { Holiday as StoredHoliday } from '../server/domain/calendar-days.ts'
import type { Calendar as StoredCalendar } from '../server/domain/directory.ts'
import { holidaysOfYear } from '../server/services/holidays.ts'
import { builder } from './builder.ts'

const WorkingHours = builder.objectRef<StoredCalendar['weekdays'][number]>('WorkingHours')
WorkingHours.implement({
  description: '`closes` at or before `opens` means the next day.',
  fields: (t) => ({
    weekday: t.exposeInt('weekday', { description: 'ISO weekday, 1 = Monday.' }),
    opens: t.exposeString('opens', { description: 'Local time, HH:MM.' }),
    closes: t.exposeString('closes', { description: 'Local time, HH:MM.' }),
  }),
})

const Closure = builder.objectRef<StoredCalendar['closures'][number]>('Closure')
Closure.implement({
  description: 'Days on which the department is closed, first and last included.',
  fields: (t) => ({
    from: t.field({ type: 'Date', resolve: ({ from }) => from }),
    to: t.field({ type: 'Date', resolve: ({ to }) => to }),
    reason: t.exposeString('reason', { nullable: true }),
  }),
})

const Holiday = builder.objectRef<StoredHoliday>('Holiday')
Holiday.implement({
  description: 'A public holiday, on which the department does not work.',
  fields: (t) => ({
    date: t.field({ type: 'Date', resolve: ({ date }) => date }),
    name: t.exposeString('name', { description: 'In the language of the country.' }),
  }),
})

export const Calendar = builder.objectRef<StoredCalendar>('Calendar')
Calendar.implement({
  description: "A department's working hours, in its time zone.",
  fields: (t) => ({
    weekdays: t.field({ type: [WorkingHours], resolve: ({ weekdays }) => [...weekdays] }),
    holidays: t.field({
      type: [Holiday],
      description:
        'Of the country or region where the department works, in order; none where Baton was not told where that is.',
      args: { year: t.arg.int({ required: true, description: '1970 to 2200.' }) },
      resolve: (calendar, { year }) => holidaysOfYear(calendar, year),
    }),
    closures: t.field({ type: [Closure], resolve: ({ closures }) => [...closures] }),
  }),
})
