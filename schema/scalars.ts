import { valueFromASTUntyped } from 'graphql'
import { formatInstant } from '../server/domain/time.ts'
import { builder } from './builder.ts'

/**
 * What comes in is parsed with its field's path by `readArguments`, so here any value is let through as it is: hence the casts.
 */
const asGiven = { parseValue: (value: unknown) => value as never, parseLiteral: valueFromASTUntyped as never }

builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339 with offset, e.g. 2026-11-22T09:30:00Z. 1970 to 2200.',
  serialize: formatInstant,
  ...asGiven,
})
builder.scalarType('Date', {
  description: 'A calendar date, RFC 3339 full-date, e.g. 2026-12-15. Of an order: a whole day in `Order.timeZone`.',
  serialize: (date) => date,
  ...asGiven,
})
builder.scalarType('Duration', {
  description: `ISO 8601, either PnD or PTnHnM; other units and mixtures are refused; stored as given. On a WORKING clock PnD moves n working days to
the same local time (or to closing, if that comes first) and PT counts open hours; on an ELAPSED clock they are plain time. Measured
durations are always PT of open time; what is overdue is negative (-PT4H).`,
  serialize: (duration) => duration,
  ...asGiven,
})
builder.scalarType('Decimal', {
  description: 'A decimal number as a string, e.g. "2.5".',
  serialize: (decimal) => decimal,
  ...asGiven,
})
