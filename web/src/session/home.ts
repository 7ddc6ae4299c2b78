import type { Viewer } from '../documents/viewer-documents.ts'
import { queuePath } from '../router.tsx'

/** Where the viewer's day begins: a rep's at the orders, a clerk's at the desk. */
export function homeOf({ roles, person }: Pick<Viewer, 'roles' | 'person'>): string {
  const isClerk = roles.includes('DEPARTMENT') && !roles.includes('REP')
  return isClerk && person?.department ? queuePath(person.department.key) : '/orders'
}
