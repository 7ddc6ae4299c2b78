import { AMERICA, ASIA, DEPARTMENTS, EUROPE } from './departments.ts'

/**
 * Numbers that ring with nobody: Chicago's 555-0100 to 0199 are kept for fiction, as Berlin's 23125 000 to 999 are by the
 * Bundesnetzagentur; in Tokyo no number begins with 0000.
 */
const RANGES: Readonly<Record<string, readonly [start: string, first: number]>> = {
  [AMERICA]: ['+13125550', 100],
  [EUROPE]: ['+493023125', 100],
  [ASIA]: ['+8130000', 1_000],
}

/** The telephone of the person at that place of the company, in the country where their department works. */
export function phoneOf(department: string | null, place: number): string {
  const zone = DEPARTMENTS.find((one) => one.key === department)?.timeZone ?? AMERICA
  const [start, first] = RANGES[zone]!
  return `${start}${first + place}`
}
