import type { Department, Person } from '../domain/directory.ts'
import { countMembers, PERSON_SORT, pageMembers } from '../storage/person-queries.ts'
import { cursorsOf, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'

/** All departments, by name. */
export function listDepartments({ baton }: Request): Department[] {
  return baton.directory.departments.all().toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export async function membersOf({ baton }: Request, departmentId: number, args: PageArgs): Promise<Page<Person>> {
  const { database, directory } = baton
  return readPage(cursorsOf(PERSON_SORT), args, {
    rows: (window) => pageMembers(database.pool, departmentId, window),
    nodeOf: ({ personId }) => directory.people.byId(personId)!,
    count: () => countMembers(database.pool, departmentId),
  })
}
