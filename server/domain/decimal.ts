import { badInput } from './refusal.ts'
import type { Decimal } from './vocabulary.ts'

const DECIMAL = /^-?(?:0|[1-9]\d{0,29})(?:\.(\d{1,12}))?$/
const QUANTITY_LIMIT = 1_000_000_000
const QUANTITY_DECIMALS = 6

/** A plain decimal number, kept as given: no exponent, no sign but minus, no leading zeros, at most 30 + 12 digits. */
export function parseDecimal(field: string, text: string): Decimal {
  if (DECIMAL.test(text)) return text
  throw badInput(field, 'is not a decimal number such as 2.5', text)
}

/** A decimal above 0, at most 1,000,000,000, with at most 6 decimals. */
export function parseQuantity(field: string, text: string): Decimal {
  const quantity = parseDecimal(field, text)
  const [whole = '', decimals = ''] = quantity.split('.')
  if (decimals.length > QUANTITY_DECIMALS)
    throw badInput(field, `has more than ${QUANTITY_DECIMALS} decimals`, text, QUANTITY_DECIMALS)
  const scaled = BigInt(whole + decimals.padEnd(QUANTITY_DECIMALS, '0'))
  if (scaled <= 0n) throw badInput(field, 'is not above 0', text, '> 0')
  if (scaled > BigInt(QUANTITY_LIMIT) * 10n ** BigInt(QUANTITY_DECIMALS))
    throw badInput(field, `is above ${QUANTITY_LIMIT}`, text, QUANTITY_LIMIT)
  return quantity
}
