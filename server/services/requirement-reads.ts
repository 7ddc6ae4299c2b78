import type { Person } from '../domain/directory.ts'
import { forbidden, notFound } from '../domain/refusal.ts'
import type { Requirement } from '../domain/requirement.ts'
import { concernsStep, namesStep } from '../domain/requirement-scope.ts'
import { seesRequirements } from '../domain/visibility.ts'
import type { Instant, RequirementKind } from '../domain/vocabulary.ts'
import type { Place, Sort } from '../storage/keyset.ts'
import { PERSON_SORT } from '../storage/person-queries.ts'
import * as stored from '../storage/requirement-queries.ts'
import { cursorsOf, type Page, type PageArgs, readPage, type Source } from './paging.ts'
import type { Request } from './request.ts'
import { currentWorkflows, type StepInWorkflow, stepsOfWorkflow } from './workflow-reads.ts'

export type Acknowledgement = { readonly person: Person; readonly at: Instant }

/** The requirement, if the viewer sees requirements. */
export async function requirementById({ viewer, loaders }: Request, id: number | null): Promise<Requirement | null> {
  return id !== null && seesRequirements(viewer) ? loaders.requirement.load(id) : null
}

/** The requirement that the request has just published, retired or acknowledged. */
export async function changedRequirement(request: Request, id: number): Promise<Requirement> {
  const found = await requirementById(request, id)
  if (found) return found
  throw forbidden('It is done, but this token may not read the requirement: it lacks REQUIREMENTS_READ')
}

type Asked = PageArgs & {
  readonly department?: string | null
  readonly kind?: RequirementKind | null
  readonly at?: Instant | null
}

/** Requirements in force at an instant (now if left out). NOT_FOUND names a department that is not there. */
export async function listRequirements(
  request: Request,
  { department, kind, at, ...args }: Asked,
): Promise<Page<Requirement>> {
  const tx = request.baton.database.pool
  const asking = typeof department === 'string' ? request.baton.directory.departments.byKey(department) : null
  if (typeof department === 'string' && !asking) throw notFound('department', department)
  const criteria = { departmentId: asking?.id ?? null, kind: kind ?? null, at: at ?? request.baton.clock() }
  return pageSeen(request, stored.REQUIREMENT_SORT, args, {
    rows: (window) => stored.pageRequirements(tx, criteria, window),
    nodeOf: (row): Requirement => row,
    count: () => stored.countRequirements(tx, criteria),
  })
}

/** What is asked of the others about one step, in force now. */
export async function requirementsOfStep(request: Request, { workflow, step }: StepInWorkflow): Promise<Requirement[]> {
  if (!seesRequirements(request.viewer)) return []
  const all = await request.loaders.inForce()
  return all.filter((requirement) => concernsStep(requirement, workflow, step))
}

/** The steps that it names, in their current versions. */
export function stepsOfRequirement(request: Request, requirement: Requirement): StepInWorkflow[] {
  const every = currentWorkflows(request).flatMap(stepsOfWorkflow)
  return every.filter(({ workflow, step }) => namesStep(requirement, workflow, step))
}

export async function acknowledgementsOf(request: Request, id: number, args: PageArgs): Promise<Page<Acknowledgement>> {
  const { database, directory } = request.baton
  return pageSeen(request, stored.ACKNOWLEDGEMENT_SORT, args, {
    rows: (window) => stored.pageAcknowledgements(database.pool, id, window),
    nodeOf: ({ personId, at }) => ({ person: directory.people.byId(personId)!, at }),
    count: () => stored.countAcknowledgements(database.pool, id),
  })
}

/** Reps of open orders that it touches who have not read it. */
export async function unacknowledgedBy(request: Request, id: number, args: PageArgs): Promise<Page<Person>> {
  const { database, directory } = request.baton
  return pageSeen(request, PERSON_SORT, args, {
    rows: (window) => stored.pageUnacknowledged(database.pool, id, window),
    nodeOf: ({ personId }) => directory.people.byId(personId)!,
    count: () => stored.countUnacknowledged(database.pool, id),
  })
}

/** What the viewer, as a rep, has not read of what touches open orders; nothing for who is no person. */
export async function unreadBy(request: Request, args: PageArgs): Promise<Page<Requirement>> {
  const tx = request.baton.database.pool
  const me = request.viewer.person?.id ?? 0
  return pageSeen(request, stored.UNREAD_SORT, args, {
    rows: (window) => stored.pageUnread(tx, me, window),
    nodeOf: (row): Requirement => row,
    count: () => stored.countUnread(tx, me),
  })
}

/** A page for who sees requirements; nothing for anyone else. */
function pageSeen<R extends { readonly place: Place }, T>(
  { viewer }: Request,
  sort: Sort,
  args: PageArgs,
  source: Source<R, T>,
): Promise<Page<T>> {
  const none = { ...source, rows: async () => [], count: async () => 0 }
  return readPage(cursorsOf(sort), args, seesRequirements(viewer) ? source : none)
}
