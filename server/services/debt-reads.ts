import { seesRequirements } from '../domain/visibility.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Place, Window } from '../storage/keyset.ts'
import { DEBT_SORT, openDebts } from '../storage/order-requirement-queries.ts'
import { type OrderRequirement, owedOf } from './order-requirement-reads.ts'
import { dueAtOf } from './order-schedule.ts'
import { cursorsOf, type Page, type PageArgs, readPage } from './paging.ts'
import type { Request } from './request.ts'

type Debt = { readonly owed: OrderRequirement; readonly place: readonly [due: Instant | null, id: number] }

/** What the viewer owes the departments, the soonest due first: as a rep for the own orders, and with the department for all. */
export async function owedByViewer(request: Request, args: PageArgs): Promise<Page<OrderRequirement>> {
  const debts = await debtsOf(request)
  return readPage(cursorsOf(DEBT_SORT), args, {
    rows: async (window) => windowed(debts, window),
    nodeOf: ({ owed }) => owed,
    count: async () => debts.length,
  })
}

async function debtsOf(request: Request): Promise<Debt[]> {
  const { viewer, baton } = request
  if (!viewer.person || !seesRequirements(viewer)) return []
  const { id: personId, departmentId } = viewer.person
  const stored = await openDebts(baton.database.pool, { personId, departmentId })
  const owed = await Promise.all(stored.map((one) => owedOf(request, one)))
  const debts = owed
    .filter((one) => one !== null)
    .map(async (one) => ({ owed: one, place: await placeOf(request, one) }))
  return (await Promise.all(debts)).sort((a, b) => compare(a.place, b.place))
}

async function placeOf(request: Request, owed: OrderRequirement): Promise<Debt['place']> {
  return [await dueAtOf(request, owed), owed.stored.id]
}

function windowed(debts: readonly Debt[], { after, before, isBackward, limit }: Window): Debt[] {
  const within = debts.filter(
    ({ place }) => (!after || compare(place, after) > 0) && (!before || compare(place, before) < 0),
  )
  return (isBackward ? within.toReversed() : within).slice(0, limit)
}

function compare(a: Place, b: Place): number {
  const due = (place: Place) => (place[0] as number | null) ?? Number.POSITIVE_INFINITY
  return due(a) === due(b) ? (a[1] as number) - (b[1] as number) : due(a) - due(b)
}
