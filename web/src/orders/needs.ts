import { isMissed } from '../components/format.ts'
import type { OrderRow } from '../documents/orders-documents.ts'
import type { Viewer } from '../documents/viewer-documents.ts'
import { owes, standingOf } from '../order/owing.ts'

/** Why an order wants its rep's attention, the worst first. */
export const NEEDS = ['late', 'hold', 'owed', 'returned', 'nobody'] as const
export type Need = (typeof NEEDS)[number]
export type Reason = { readonly need: Need; readonly text: string }

export const NEED_WORDS: Readonly<Record<Need, string>> = {
  late: 'Promise passed',
  hold: 'On hold',
  owed: 'Owed by you',
  returned: 'Handed back',
  nobody: 'Held by nobody',
}

type Who = Pick<Viewer, 'roles' | 'person'>

/** What an order needs of the viewer, each in words, the worst first. Only what is still under way needs anything. */
export function reasonsOf(order: OrderRow, viewer: Who, now: number): Reason[] {
  if (order.state !== 'OPEN') return []
  const { current } = order
  const held = current.filter((step) => step.state === 'BLOCKED')
  const lying = current.filter((step) => step.state === 'READY' && !step.holder)
  const again = current.filter((step) => step.returns > 0)
  const owed = order.requirements.filter((one) => isDueSoon(one, order) && owes(viewer, one, order))
  return [
    ...(isMissed(order, now) ? [{ need: 'late', text: 'The promised day has passed' } as const] : []),
    ...held.map((step): Reason => ({ need: 'hold', text: `${step.name}: ${step.blockedReason ?? 'on hold'}` })),
    ...owed.map((one): Reason => ({ need: 'owed', text: `You owe: ${one.requirement.title}` })),
    ...again.map((step): Reason => ({ need: 'returned', text: `Handed back: ${step.name}` })),
    ...lying.map((step): Reason => ({ need: 'nobody', text: `Nobody holds: ${step.name}` })),
  ]
}

/** What is owed is a need once its step is reached or comes next; what is for no step in particular is one at once. */
function isDueSoon(one: OrderRow['requirements'][number], { current, next }: OrderRow): boolean {
  if (standingOf(one) !== 'open') return false
  return one.step === null || [...current, ...next].some((step) => step.id === one.step?.id)
}

/** The needs without their words, each once. */
export function needsOf(order: OrderRow, viewer: Who, now: number): Need[] {
  return [...new Set(reasonsOf(order, viewer, now).map((reason) => reason.need))]
}

/** How many orders have each need. */
export function countNeeds(orders: readonly OrderRow[], viewer: Who, now: number): ReadonlyMap<Need, number> {
  const counts = new Map<Need, number>(NEEDS.map((need) => [need, 0]))
  for (const order of orders) {
    for (const need of needsOf(order, viewer, now)) counts.set(need, (counts.get(need) ?? 0) + 1)
  }
  return counts
}

/** The order in which a rep should look: the worst need first, more of them first, then the soonest promised. */
export function byNeed(viewer: Who, now: number): (a: OrderRow, b: OrderRow) => number {
  const rank = (order: OrderRow) => {
    const needs = needsOf(order, viewer, now)
    return needs.length === 0 ? NEEDS.length : NEEDS.indexOf(needs[0]!) - needs.length / 10
  }
  return (a, b) => rank(a) - rank(b) || byPromise(a, b)
}

export function byPromise(a: OrderRow, b: OrderRow): number {
  const day = (order: OrderRow) => order.promisedDate ?? '9999'
  return day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : a.number < b.number ? -1 : 1
}
