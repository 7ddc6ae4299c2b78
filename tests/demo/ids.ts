import type { CompanyIds } from '../../server/demo/company.ts'
import { type CompanySize, numbersFor, SMALL_COMPANY } from '../../server/demo/company-size.ts'
import { REGIONS } from '../../server/demo/departments.ts'
import { holidaysOfAll } from '../../server/services/holidays.ts'

/** The public holidays that the demo company keeps. */
export const holidaysOf = await holidaysOfAll(Object.values(REGIONS))

/** A Tuesday afternoon. */
export const NOW = Date.parse('2026-11-24T15:00:00Z')

/** Numbers as a fresh database gives them, each kind from a place of its own so that mixed-up ones do not fit. */
export function freshIds(size: CompanySize = SMALL_COMPANY): CompanyIds {
  const kinds = Object.entries(numbersFor(size)).map(([kind, size], place) => {
    return [kind, Array.from({ length: size }, (_, number) => 1_000_000 * (place + 1) + number)]
  })
  return Object.fromEntries(kinds)
}
