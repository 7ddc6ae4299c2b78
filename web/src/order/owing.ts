import type { OrderDetail, OrderRequirement } from '../documents/order-documents.ts'
import type { Viewer } from '../documents/viewer-documents.ts'

/** `told`: lead times and ramp-ups are to be known; notices and facts are owed until they are there. */
export type Standing = 'told' | 'open' | 'met' | 'waived'
type Kind = OrderRequirement['requirement']['kind']
type Settlement = {
  readonly requirement: { readonly kind: Kind }
  readonly satisfiedAt: string | null
  readonly waivedAt: string | null
}

export function standingOf({ requirement: { kind }, satisfiedAt, waivedAt }: Settlement): Standing {
  if (waivedAt) return 'waived'
  if (satisfiedAt) return 'met'
  return kind === 'LEAD_TIME' || kind === 'RAMP_UP' ? 'told' : 'open'
}

type Owed = Settlement & {
  readonly owedBy: { readonly key: string } | null
  readonly requirement: { readonly kind: Kind; readonly department: { readonly key: string } }
}
type Who = Pick<Viewer, 'roles' | 'person'>
type Rep = { readonly rep: { readonly key: string } | null }

/** Whether it is the viewer who has to hand it in: for their department, or as the order's rep. */
export function owes(viewer: Who, { owedBy }: Pick<Owed, 'owedBy'>, { rep }: Rep): boolean {
  if (owedBy === null) return rep !== null && viewer.person?.key === rep.key
  return viewer.person?.department?.key === owedBy.key
}

export type Deed = 'satisfy' | 'waive' | 'takeBack'

/** What the viewer may do about it, as the server would allow it. */
export function deedsFor(viewer: Who, owed: Owed, order: Rep): Deed[] {
  const standing = standingOf(owed)
  const isAll = viewer.roles.some((role) => role === 'ADMIN' || role === 'INTEGRATION')
  const asks = isAll || viewer.person?.department?.key === owed.requirement.department.key
  const mayHandIn = asks || owes(viewer, owed, order)
  if (standing === 'told') return []
  if (standing === 'open') return [...(mayHandIn ? (['satisfy'] as const) : []), ...(asks ? (['waive'] as const) : [])]
  return mayHandIn ? ['takeBack'] : []
}

/** What is owed first, the viewer's own before others' and the soonest due before the rest, then what is settled, then what is to be known. */
export function inTurn<One extends Owed & { readonly dueAt: string | null }>(
  viewer: Who,
  list: readonly One[],
  order: Rep,
): One[] {
  const rank = (one: One) => {
    const standing = standingOf(one)
    if (standing === 'open') return owes(viewer, one, order) ? 0 : 1
    return standing === 'told' ? 3 : 2
  }
  const due = (one: One) => Date.parse(one.dueAt ?? '9999-12-31')
  return list.toSorted((a, b) => rank(a) - rank(b) || due(a) - due(b))
}

/** Who has to hand it in, in words that tell the reader where it is them. */
export function debtorInWords(viewer: Who, owed: Owed & { owedBy: { name: string } | null }, order: OrderRep): string {
  if (owes(viewer, owed, order)) return owed.owedBy ? `you (${owed.owedBy.name})` : 'you'
  return owed.owedBy?.name ?? order.rep?.name ?? 'the rep'
}

type OrderRep = Pick<OrderDetail, 'rep'>
