import type { ApiToken, Person } from './directory.ts'
import { forbidden, notFound, Refusal } from './refusal.ts'
import type { Actor, Role, Scope } from './vocabulary.ts'

/**
 * Who asks, and what that one may see and do. All of Baton's rules of visibility and authorisation are in this file; queries,
 * services and the feed ask here and decide nothing themselves.
 */
export type Viewer = {
  /** Tells one credential from another, e.g. `token:7`; of the same person two sessions have two. */
  readonly credential: string
  readonly actor: Actor | null
  readonly person: Person | null
  readonly roles: ReadonlySet<Role>
  /** What a token may do; null for a person, whose roles say it. */
  readonly scopes: ReadonlySet<Scope> | null
}

export const anonymous: Viewer = { credential: 'nobody', actor: null, person: null, roles: new Set(), scopes: null }

export function personViewer(person: Person, credential: string): Viewer {
  const roles = new Set<Role>()
  if (person.isRep) roles.add('REP')
  if (person.departmentId !== null) roles.add('DEPARTMENT')
  if (person.isAdmin) roles.add('ADMIN')
  return { credential, actor: { kind: 'PERSON', id: person.id }, person, roles, scopes: null }
}

export function tokenViewer(token: Pick<ApiToken, 'id' | 'scopes'>): Viewer {
  const scopes = new Set(token.scopes)
  const roles = new Set<Role>(scopes.has('ADMIN') ? ['INTEGRATION', 'ADMIN'] : ['INTEGRATION'])
  return { credential: `token:${token.id}`, actor: { kind: 'INTEGRATION', id: token.id }, person: null, roles, scopes }
}

/** The bearer of BATON_ADMIN_TOKEN: an admin who is nobody in particular. */
export const adminViewer: Viewer = {
  credential: 'admin-token',
  actor: null,
  person: null,
  roles: new Set<Role>(['ADMIN', 'INTEGRATION']),
  scopes: new Set<Scope>(['ADMIN']),
}

/**
 * What of a viewer decides what is seen: two viewers of one sight are shown the same by all rules of this file, whatever is asked
 * about. Of the same credential, before and after a change of the directory, it tells whether the change matters.
 */
export function sightOf({ person, roles, scopes }: Viewer): string {
  const who = person ? `person ${person.id} of ${person.departmentId}` : 'no person'
  const may = [...roles, ...(scopes ?? [])].sort().join(' ')
  return `${who}: ${may}`
}

export function isKnown(viewer: Viewer): boolean {
  return viewer.roles.size > 0 || viewer.person !== null
}

export function requireKnown(viewer: Viewer): void {
  if (!isKnown(viewer))
    throw new Refusal('UNAUTHENTICATED', 'Sign in, or send an API token as `Authorization: Bearer bat_…`')
}

/** What the rules need to know of an order. `departments` are those with a step in its workflow version. */
export type OrderAudience = { readonly repId: number | null; readonly departments: ReadonlySet<number> }

/** An order is seen by its rep, by members of the departments that have a step in it, by admins and by tokens that read orders. */
export function seesOrder(viewer: Viewer, audience: OrderAudience): boolean {
  if (seesEveryOrder(viewer)) return true
  const { person } = viewer
  if (!person) return false
  return audience.repId === person.id || (person.departmentId !== null && audience.departments.has(person.departmentId))
}

export function seesEveryOrder({ roles, scopes }: Viewer): boolean {
  return roles.has('ADMIN') || hasScope(scopes, 'ORDERS_READ')
}

/** `seesOrder` for a query: all of them, or the rep's own and those of these workflow versions. */
export type VisibleOrders =
  | { readonly all: true }
  | { readonly all: false; readonly repId: number | null; readonly workflowIds: readonly number[] }

type VersionDepartments = { readonly id: number; readonly steps: readonly { readonly departmentId: number }[] }

export function visibleOrders(viewer: Viewer, workflows: Iterable<VersionDepartments>): VisibleOrders {
  if (seesEveryOrder(viewer)) return { all: true }
  const departmentId = viewer.person?.departmentId ?? null
  const performs = (workflow: VersionDepartments) => workflow.steps.some((step) => step.departmentId === departmentId)
  const workflowIds = departmentId === null ? [] : [...workflows].filter(performs).map((workflow) => workflow.id)
  return { all: false, repId: viewer.person?.id ?? null, workflowIds }
}

/**
 * `visible` among the orders that have a step of this department: all of them where every such workflow version is seen as
 * a whole. Only as far as these are all versions: what is found of another is to be asked again by `visible` itself.
 */
export function visibleWithStepOf(
  departmentId: number,
  visible: VisibleOrders,
  workflows: Iterable<VersionDepartments>,
): VisibleOrders {
  if (visible.all) return visible
  const seen = new Set(visible.workflowIds)
  const isSeen = ({ id, steps }: VersionDepartments) =>
    seen.has(id) || !steps.some((step) => step.departmentId === departmentId)
  return [...workflows].every(isSeen) ? { all: true } : visible
}

/** Departments, people, customers, products, workflows and requirements are seen by everyone who is signed in. */
export function seesReference(viewer: Viewer): boolean {
  return isKnown(viewer)
}

export function seesRequirements(viewer: Viewer): boolean {
  return viewer.person !== null || viewer.roles.has('ADMIN') || hasScope(viewer.scopes, 'REQUIREMENTS_READ')
}

/** NOT_FOUND for what may not be seen, in the words for what does not exist. */
export function requireSeen(seen: boolean, field: string, value: unknown): void {
  if (!seen) throw notFound(field, value)
}

/** A step is worked on by its department, by admins and by tokens that write orders. */
export function requireStepWorker(viewer: Viewer, departmentId: number): void {
  if (writesOrders(viewer) || viewer.person?.departmentId === departmentId) return
  throw forbidden('Only the department that performs the step may change it')
}

/** An order is changed (promised, cancelled) by its rep, by admins and by tokens that write orders. */
export function requireOrderOwner(viewer: Viewer, repId: number | null): void {
  if (writesOrders(viewer) || (repId !== null && viewer.person?.id === repId)) return
  throw forbidden("Only the order's rep may do this")
}

/** Orders are placed and customers created by reps, by admins and by tokens that write orders. */
export function requireSeller(viewer: Viewer): void {
  if (writesOrders(viewer) || viewer.roles.has('REP')) return
  throw forbidden('Only a rep may do this')
}

/** Requirements are published and retired by the department's members, by admins and by tokens that write requirements. */
export function requireRequirementOwner(viewer: Viewer, departmentId: number): void {
  const writes = viewer.roles.has('ADMIN') || hasScope(viewer.scopes, 'REQUIREMENTS_WRITE')
  if (!writes && viewer.person?.departmentId !== departmentId)
    throw forbidden('Only the department itself may say what it requires')
}

/** What is owed for an order is handed in by whoever owes it: the department named, or else the rep; or by the one who asked. */
export function requireDebtor(viewer: Viewer, owedById: number | null, repId: number | null, askedById: number): void {
  const { person } = viewer
  const owes = owedById === null ? repId !== null && person?.id === repId : person?.departmentId === owedById
  if (!writesOrders(viewer) && !owes && person?.departmentId !== askedById)
    throw forbidden('Only who owes it or the department that asks for it may do this')
}

export function requireAdmin(viewer: Viewer): void {
  if (!viewer.roles.has('ADMIN')) throw forbidden('Only an admin may do this')
}

export function requirePerson(viewer: Viewer): Person {
  if (viewer.person) return viewer.person
  throw forbidden('Only a person may do this')
}

function writesOrders({ roles, scopes }: Viewer): boolean {
  return roles.has('ADMIN') || hasScope(scopes, 'ORDERS_WRITE')
}

function hasScope(scopes: ReadonlySet<Scope> | null, scope: Scope): boolean {
  return scopes?.has(scope) ?? false
}
