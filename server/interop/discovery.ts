import { badInput } from '../domain/refusal.ts'
import type { WorkflowDraft } from '../domain/workflow-faults.ts'
import { deliveringKeys } from '../domain/workflow-faults.ts'
import type { ActivityLog } from './activity-log.ts'
import { mostFrequent } from './log-directory.ts'
import { type Precedence, precedenceOf } from './precedence.ts'
import { StepOrder } from './step-order.ts'

/** The department of steps of which a log does not say whose they are. */
export const UNKNOWN_DEPARTMENT = { key: 'imported', name: 'Imported, department unknown' }

export type Discovery = {
  readonly draft: WorkflowDraft
  /** Steps that orders came back to, and in how many orders they did. */
  readonly repeats: readonly { readonly step: string; readonly orders: number }[]
  /** Orders that went from one step to another and back: no dependency can say that. The most frequent first. */
  readonly loops: readonly Loop[]
}
export type Loop = { readonly from: string; readonly over: string; readonly orders: number }

/**
 * The workflow that a log shows. A step depends on another where that was finished first in at least 80 % of the orders that have
 * both. Refuses a delivering step that the log has not.
 */
export function discoverWorkflow(log: ActivityLog, key: string): Discovery {
  const counts = precedenceOf(log)
  const order = new StepOrder(counts)
  const departments = departmentsOf(log)
  refuseUnknown(log.delivers, counts.steps)
  const steps = order.sorted().map((index) => {
    const step = counts.steps[index]!
    const dependsOn = order.directlyBefore(index).map((before) => counts.steps[before]!)
    const department = departments.get(step) ?? UNKNOWN_DEPARTMENT.key
    const delivers = log.delivers.includes(step) ? true : null
    return {
      key: step,
      name: step,
      department,
      dependsOn,
      delivers,
      appliesWhen: null,
      leadTime: null,
      clock: 'WORKING' as const,
    }
  })
  const name = `${log.name} (discovered in a log of ${log.orderCount} orders)`
  const draft = { key, name, appliesWhen: null, steps }
  const delivering = deliveringKeys(draft)
  const told = steps.map((step) => ({ ...step, delivers: delivering.has(step.key) }))
  return { draft: { ...draft, steps: told }, repeats: repeatsOf(counts), loops: loopsOf(counts) }
}

/** Steps that at least half of the log's orders went through. */
export function ordinarySteps(log: ActivityLog): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const order of log.orders)
    for (const step of new Set(order.activities.map((activity) => activity.step)))
      counts.set(step, (counts.get(step) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count * 2 >= log.orderCount).map(([step]) => step))
}

function refuseUnknown(delivers: readonly string[], steps: readonly string[]): void {
  const unknown = delivers.find((step) => !steps.includes(step))
  if (unknown !== undefined) throw badInput('delivers', 'is no step of the log', unknown, steps)
}

/** The department of each step: that which most of its activities name, by themselves or by their holder. */
function departmentsOf(log: ActivityLog): Map<string, string | null> {
  const counts = new Map<string, Map<string, number>>()
  for (const { activities } of log.orders)
    for (const { step, department, holder } of activities) {
      const known = department ?? (holder === null ? null : log.people.get(holder)?.department)
      if (!known) continue
      const own = counts.get(step) ?? new Map<string, number>()
      counts.set(step, own.set(known, (own.get(known) ?? 0) + 1))
    }
  return new Map([...counts].map(([step, own]) => [step, mostFrequent(own)]))
}

function repeatsOf({ steps, repeats }: Precedence): Discovery['repeats'] {
  const found = steps.map((step, index) => ({ step, orders: repeats[index]! }))
  return found.filter(({ orders }) => orders > 0).sort((a, b) => b.orders - a.orders)
}

function loopsOf({ steps, back }: Precedence): Loop[] {
  const found = steps.flatMap((from, a) => steps.map((over, b) => ({ from, over, orders: a === b ? 0 : back(a, b) })))
  return found.filter(({ orders }) => orders > 0).sort((a, b) => b.orders - a.orders)
}
