import type { LoggedDepartment, LoggedPerson } from './activity-log.ts'
import type { Named } from './log-sink.ts'

/** The people and departments that a log names. They are few beside its rows: memory holds them. */
export class LogDirectory {
  readonly departments = new Map<string, LoggedDepartment>()
  private readonly seen = new Map<string, { readonly name: string; readonly departments: Map<string, number> }>()

  addDepartment({ key, name }: Named): void {
    if (key !== null && !this.departments.has(key)) this.departments.set(key, { key, name: name ?? key })
  }

  addPerson({ key, name }: Named, department: string | null): void {
    if (key === null) return
    const person = this.seen.get(key) ?? { name: name ?? key, departments: new Map() }
    this.seen.set(key, person)
    if (department !== null) person.departments.set(department, (person.departments.get(department) ?? 0) + 1)
  }

  /** Each with the department that most rows say. */
  people(): ReadonlyMap<string, LoggedPerson> {
    const named = [...this.seen].map(([key, { name, departments }]): [string, LoggedPerson] => {
      return [key, { key, name, department: mostFrequent(departments) }]
    })
    return new Map(named)
  }
}

/** The first of those that were counted most often; null where nothing was counted. */
export function mostFrequent<T>(counts: ReadonlyMap<T, number>): T | null {
  let most: [T | null, number] = [null, 0]
  for (const [one, count] of counts) if (count > most[1]) most = [one, count]
  return most[0]
}
