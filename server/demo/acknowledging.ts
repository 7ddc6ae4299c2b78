import type { Instant } from '../domain/vocabulary.ts'
import type { Acknowledgement, Reference } from './company.ts'
import type { Random } from './random.ts'
import { HOUR } from './working-hours.ts'

/** Reps and leads who have read a requirement; the keener ones soon, others not yet. */
export function acknowledge(reference: Reference, now: Instant, random: Random): Acknowledgement[] {
  const leads = new Set(reference.departments.map((department) => department.leadId))
  const readers = reference.people.filter((person) => person.isRep || leads.has(person.id))
  const keenness = new Map(readers.map((reader) => [reader.id, 0.35 + 0.6 * random.unit()]))
  return reference.requirements.flatMap(({ id, departmentId, publishedAt, effectiveTo }) =>
    readers
      .filter((reader) => reader.departmentId !== departmentId && random.chance(keenness.get(reader.id)!))
      .map((reader) => {
        const at = publishedAt + Math.round(random.around(36, 1)) * HOUR
        return { requirementId: id, personId: reader.id, at }
      })
      .filter(({ at }) => at <= Math.min(now, effectiveTo ?? now)),
  )
}
