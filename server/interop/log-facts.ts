import { parseQuantity } from '../domain/decimal.ts'
import { checkText, requireKey, requireText } from '../domain/text.ts'
import type { LoggedLine, Origin } from './activity-log.ts'
import type { OrderFacts } from './log-sink.ts'
import type { LogTimes } from './log-times.ts'
import type { Mapping } from './mapping.ts'
import { fieldOf } from './refused-rows.ts'

/** What attributes can say of an order. */
export type OrderWord =
  | ('customer' | 'rep' | 'channel' | 'circumstances')
  | ('placed' | 'promised' | 'delivered')
  | ('product' | 'quantity')
export type Attributes = ReadonlyMap<string, string>

/** Names by which logs tell these of an order, without signs and capitals; others are for a mapping to say. */
const USUAL: Readonly<Record<OrderWord, readonly string[]>> = {
  customer: ['customer', 'customerid', 'customername', 'client', 'kunde'],
  rep: ['rep', 'salesrep', 'salesperson'],
  channel: ['channel', 'saleschannel'],
  circumstances: ['circumstances'],
  placed: ['placed', 'placedat', 'orderdate'],
  promised: ['promised', 'promiseddate', 'promisedat'],
  delivered: ['delivered', 'deliveredat'],
  product: ['product', 'sku', 'article', 'material', 'productid'],
  quantity: ['quantity', 'qty', 'menge'],
}
const CHANNEL_LIMIT = 120
export const NO_FACTS: OrderFacts = {
  ...{ customer: null, rep: null, channel: null, circumstances: [], attributes: {}, line: null },
  ...{ placedAt: null, promisedDate: null, deliveredAt: null },
}

/** Reads what the attributes of an order say of it, by the names of the mapping, else by the usual ones. */
export class LogFacts {
  private readonly mapping: Mapping | null
  private readonly times: LogTimes

  constructor(mapping: Mapping | null, times: LogTimes) {
    this.mapping = mapping
    this.times = times
  }

  /** `elsewhere` gives what the attributes do not say. Attributes that mean nothing else stay attributes of the order. */
  read(own: Attributes, origin: Origin, elsewhere: (word: OrderWord) => string | null): OrderFacts {
    const text = (word: OrderWord) => this.text(own, word) ?? elsewhere(word)
    const value = <T>(word: OrderWord, read: (field: string, text: string) => T): T | null => {
      const found = text(word)
      return found === null ? null : read(fieldOf(origin, word), found)
    }
    return {
      customer: value('customer', requireKey),
      rep: value('rep', requireKey),
      channel: value('channel', (field, found) => requireText(field, found, CHANNEL_LIMIT)),
      circumstances: (value('circumstances', checked) ?? '').split(';').flatMap((one) => one.trim() || []),
      placedAt: value('placed', (field, found) => this.times.instant(field, found)),
      promisedDate: value('promised', (field, found) => this.times.date(field, found)),
      deliveredAt: value('delivered', (field, found) => this.times.instant(field, found)),
      attributes: this.others(own, origin),
      line: this.line(own, origin),
    }
  }

  /** Null where no product is told. */
  line(own: Attributes, origin: Origin): LoggedLine | null {
    const sku = this.text(own, 'product')
    return sku === null ? null : lineOf(sku, this.text(own, 'quantity'), origin)
  }

  text(own: Attributes, word: OrderWord): string | null {
    const name = this.nameOf(own, word)
    return name === undefined ? null : own.get(name)!
  }

  /** Whether a type of objects is what the word means. */
  isCalled(type: string, word: OrderWord): boolean {
    const named = this.mapping?.columns[word]
    if (named !== undefined) return type === named
    return USUAL[word].some((name) => plain(type) === name || plain(type) === `${name}s`)
  }

  private nameOf(own: Attributes, word: OrderWord): string | undefined {
    const named = this.mapping?.columns[word]
    if (named !== undefined) return own.has(named) ? named : undefined
    const found = USUAL[word].map((usual) => own.keys().find((one) => plain(one) === usual))
    return found.find((one) => one !== undefined)
  }

  private others(own: Attributes, origin: Origin): Record<string, string> {
    const used = new Set((Object.keys(USUAL) as OrderWord[]).map((word) => this.nameOf(own, word)))
    const named = this.mapping?.attributes
    const kept = [...own].filter(([name]) => (named ? named.includes(name) : !used.has(name)))
    for (const [name, value] of kept) checkText(fieldOf(origin, name), value)
    return Object.fromEntries(kept)
  }
}

export function lineOf(sku: string, quantity: string | null, origin: Origin): LoggedLine {
  return {
    sku: requireKey(fieldOf(origin, 'product'), sku),
    quantity: quantity === null ? '1' : parseQuantity(fieldOf(origin, 'quantity'), quantity),
  }
}

/** A name without signs and capitals, as logs of different tools agree on it. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function checked(field: string, text: string): string {
  checkText(field, text)
  return text
}
