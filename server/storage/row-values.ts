/** Values of a `Row`, as the drivers and JSON write them. */
export function asItIs(value: unknown): unknown {
  return value
}

export function numberIn(value: unknown): number | null {
  return value === null ? null : Number(value)
}

/**
 * Milliseconds since 1970 of `2026-11-22 09:30:00.123+00` in a column, `2026-11-22T09:30:00.123+00:00` in JSON: the connection's time zone
 * is UTC. Read digit by digit, which takes a third of what `Date.parse` takes.
 */
export function instantIn(value: unknown): number | null {
  if (value === null) return null
  const text = value as string
  const year = digits(text, 0) * 100 + digits(text, 2)
  const seconds = Date.UTC(
    year,
    digits(text, 5) - 1,
    digits(text, 8),
    digits(text, 11),
    digits(text, 14),
    digits(text, 17),
  )
  return text[19] === '.' ? seconds + Math.round(Number.parseFloat(text.slice(19)) * 1_000) : seconds
}

/** Of the two digits that stand there. */
function digits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * ZERO
}

const ZERO = '0'.charCodeAt(0)
