import type { LoggedDepartment, LoggedPerson } from './activity-log.ts'
import type { Named } from './log-sink.ts'

/** The people and departments that a log names. They are few beside its rows: memory holds them. */
export class LogDirectory {
  private readonly departmentNames = new Map<string, string | null>()
  private readonly personNames = new Map<string, string | null>()
  private readonly placements = new Map<string, Map<string, number>>()

  addDepartment(named: Named): void {
    learn(this.departmentNames, named)
  }

  addPerson(named: Named, department: string | null): void {
    learn(this.personNames, named)
    const { key } = named
    if (key === null || department === null) return
    const counts = this.placements.get(key) ?? new Map<string, number>()
    this.placements.set(key, counts.set(department, (counts.get(department) ?? 0) + 1))
  }

  departments(): ReadonlyMap<string, LoggedDepartment> {
    return mapOf(this.departmentNames, (key, name) => ({ key, name }))
  }

  /** Each with the department that most rows say. */
  people(): ReadonlyMap<string, LoggedPerson> {
    const none = new Map<string, number>()
    return mapOf(this.personNames, (key, name) => {
      return { key, name, department: mostFrequent(this.placements.get(key) ?? none) }
    })
  }
}

/** A row may know somebody by the key alone whom another one names: the first name that is said counts, whenever it comes. */
function learn(names: Map<string, string | null>, { key, name }: Named): void {
  if (key !== null) names.set(key, names.get(key) ?? name)
}

/** In the order in which the log first knows them; who has no name is called by the key. */
function mapOf<T>(names: ReadonlyMap<string, string | null>, make: (key: string, name: string) => T): Map<string, T> {
  return new Map([...names].map(([key, name]) => [key, make(key, name ?? key)]))
}

/** The first of those that were counted most often; null where nothing was counted. */
export function mostFrequent<T>(counts: ReadonlyMap<T, number>): T | null {
  let most: [T | null, number] = [null, 0]
  for (const [one, count] of counts) if (count > most[1]) most = [one, count]
  return most[0]
}
