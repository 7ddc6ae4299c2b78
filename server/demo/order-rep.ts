import type { Order } from '../domain/order.ts'
import type { OrderCommand } from '../domain/step-machine.ts'
import type { Instant } from '../domain/vocabulary.ts'
import { weekday } from './order-birth.ts'
import type { Random } from './random.ts'
import { afterOpenTime, HOUR, type WorkingHours } from './working-hours.ts'

type RepDeed = { readonly at: Instant; readonly command: OrderCommand }

const CANCELLED = 0.05
const PUT_OFF = 0.45

const REASONS = [
  'Customer has bought elsewhere',
  'Project was put off to next year',
  'Ordered twice by mistake',
  'Credit was refused',
]

/** What the rep is going to do with an order while it is open: few are cancelled, some that come too late are put off. */
export function plansOfRep(order: Order, hours: WorkingHours, random: Random): RepDeed[] {
  const reason = random.pick(REASONS)
  const cancelled = afterOpenTime(hours, order.placedAt, random.around(20, 0.9) * HOUR)
  const promise = random.chance(PUT_OFF) ? putOff(order, hours, random) : []
  return random.chance(CANCELLED) ? [{ at: cancelled, command: { type: 'cancel', reason } }, ...promise] : promise
}

/** On the morning of the day before the date, by some days. */
function putOff({ promisedDate, timeZone }: Order, hours: WorkingHours, random: Random): RepDeed[] {
  if (promisedDate === null) return []
  const promised = Temporal.PlainDate.from(promisedDate)
  const eve = promised.subtract({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds
  const date = weekday(promised.add({ days: random.whole(3, 9) })).toString()
  return [{ at: afterOpenTime(hours, eve, random.unit() * 3 * HOUR), command: { type: 'promise', date } }]
}
