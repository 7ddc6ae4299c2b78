/** Values of a `Row`, as the drivers and JSON write them. */
export function numberIn(value: unknown): number | null {
  return value === null ? null : Number(value)
}

/** `2026-11-22 09:30:00.123+00` in a column, `2026-11-22T09:30:00.123+00:00` in JSON: the connection's time zone is UTC. */
export function instantIn(value: unknown): number | null {
  if (value === null) return null
  const text = value as string
  return Date.parse(text[10] === 'T' ? text : `${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
}
