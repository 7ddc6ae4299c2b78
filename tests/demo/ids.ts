import type { CompanyIds } from '../../server/demo/company.ts'
import { COMPANY_SIZE } from '../../server/demo/generate.ts'

/** A Tuesday afternoon. */
export const NOW = Date.parse('2026-11-24T15:00:00Z')

/** Numbers as a fresh database gives them, each kind from a place of its own so that mixed-up ones do not fit. */
export function freshIds(): CompanyIds {
  const kinds = Object.entries(COMPANY_SIZE).map(([kind, size], place) => {
    return [kind, Array.from({ length: size }, (_, number) => 1_000 * (place + 1) + number)]
  })
  return Object.fromEntries(kinds)
}
