import { formatMoment, isMissed } from '../components/format.ts'
import type { Debt } from '../documents/debt-documents.ts'
import type { OrderRow } from '../documents/orders-documents.ts'

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

/** What is due within so many milliseconds is a need: two days. */
const SOON = 2 * 86_400_000

/** What the viewer owes for each order, by its number, the soonest due first; and when it is. */
export type Ground = { readonly debts: ReadonlyMap<string, readonly Debt[]>; readonly now: number }

/** What an order needs of the viewer, each in words, the worst first. Only what is still under way needs anything. */
export function reasonsOf(order: OrderRow, { debts, now }: Ground): Reason[] {
  if (order.state !== 'OPEN') return []
  const { current } = order
  const held = current.filter((step) => step.state === 'BLOCKED')
  const lying = current.filter((step) => step.state === 'READY' && !step.holder)
  const again = current.filter((step) => step.returns > 0)
  return [
    ...(isMissed(order, now) ? [{ need: 'late', text: 'The promised day has passed' } as const] : []),
    ...held.map((step): Reason => ({ need: 'hold', text: `${step.name}: ${step.blockedReason ?? 'on hold'}` })),
    ...pressing(order, { debts, now }).map((debt): Reason => ({ need: 'owed', text: inWords(debt) })),
    ...again.map((step): Reason => ({ need: 'returned', text: `Handed back: ${step.name}` })),
    ...lying.map((step): Reason => ({ need: 'nobody', text: `Nobody holds: ${step.name}` })),
  ]
}

/** What is owed is a need once it is due or nearly, or once its step is reached or comes next. */
function pressing({ number, current, next }: OrderRow, { debts, now }: Ground): Debt[] {
  const near = new Set([...current, ...next].map((step) => step.id))
  return (debts.get(number) ?? []).filter(
    ({ dueAt, isOverdue, step }) =>
      isOverdue || (step !== null && near.has(step.id)) || dueAt === null || Date.parse(dueAt) < now + SOON,
  )
}

function inWords({ dueAt, isOverdue, requirement: { title } }: Debt): string {
  if (dueAt === null) return `You owe: ${title}`
  return isOverdue ? `Overdue since ${formatMoment(dueAt)}: ${title}` : `You owe by ${formatMoment(dueAt)}: ${title}`
}

/** The needs without their words, each once. */
export function needsOf(order: OrderRow, ground: Ground): Need[] {
  return [...new Set(reasonsOf(order, ground).map((reason) => reason.need))]
}

/** How many orders have each need. */
export function countNeeds(orders: readonly OrderRow[], ground: Ground): ReadonlyMap<Need, number> {
  const counts = new Map<Need, number>(NEEDS.map((need) => [need, 0]))
  for (const order of orders) {
    for (const need of needsOf(order, ground)) counts.set(need, (counts.get(need) ?? 0) + 1)
  }
  return counts
}

/** The order in which a rep should look: the worst need first, more of them first, then what is due or promised soonest. */
export function byNeed(ground: Ground): (a: OrderRow, b: OrderRow) => number {
  const rank = (order: OrderRow) => {
    const needs = needsOf(order, ground)
    return needs.length === 0 ? NEEDS.length : NEEDS.indexOf(needs[0]!) - needs.length / 10
  }
  const due = (order: OrderRow) => Date.parse(pressing(order, ground)[0]?.dueAt ?? '9999-12-31')
  return (a, b) => rank(a) - rank(b) || due(a) - due(b) || byPromise(a, b)
}

export function byPromise(a: OrderRow, b: OrderRow): number {
  const day = (order: OrderRow) => order.promisedDate ?? '9999'
  return day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : a.number < b.number ? -1 : 1
}
