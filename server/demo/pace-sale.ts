import { localDate } from '../domain/time.ts'
import type { CalendarDate, Decimal, Instant } from '../domain/vocabulary.ts'
import { named } from './company.ts'
import { CUSTOMERS } from './customers.ts'
import { weekday } from './order-birth.ts'
import { basket, channelOf, circumstancesOf, orderNumber } from './order-plans.ts'
import type { Random } from './random.ts'
import { WORKFLOWS } from './workflows.ts'

/** An order as its rep places it. */
export type Sale = {
  readonly rep: string
  readonly number: string
  readonly customer: string
  readonly lines: readonly { readonly sku: string; readonly quantity: Decimal }[]
  readonly channel: string
  readonly circumstances: readonly string[]
  readonly promisedDate: CalendarDate
}

export type Market = { readonly customers: ReadonlySet<string>; readonly orders: number }

/** The next sale to a customer that there is; null where no free rep has one. */
export function nextSale(
  market: Market,
  isFreeRep: (key: string) => boolean,
  now: Instant,
  random: Random,
): Sale | null {
  const known = CUSTOMERS.filter(({ key, accountManager }) => market.customers.has(key) && isFreeRep(accountManager))
  if (known.length === 0) return null
  const customer = random.pickWeighted(known, ({ weight }) => weight)
  const circumstances = circumstancesOf(customer.abroad, random)
  const { quotedDays } = named(WORKFLOWS, circumstances.includes('export') ? 'special-circumstance' : 'new-order')
  const date = Temporal.PlainDate.from(localDate(now, 'UTC')).add({ days: quotedDays + random.whole(-2, 3) })
  return {
    rep: customer.accountManager,
    number: orderNumber(market.orders),
    customer: customer.key,
    lines: basket(1, random),
    channel: channelOf(random),
    circumstances,
    promisedDate: weekday(date).toString(),
  }
}
