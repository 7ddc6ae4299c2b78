import type { Instant } from './vocabulary.ts'
import { ancestorsOf, descendantsOf, graphOf, type Workflow } from './workflow.ts'

/** One going-through of a step as a log tells it: at least one of the two instants is known, the finish not before the start. */
export type StepActivity = {
  readonly step: string
  readonly holderId: number | null
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
}

/** What the orders of a log have in common, worked out once a log: how to read that a step has no run. */
export type HistoryRules = {
  readonly workflow: Workflow
  /** Steps that an order goes through as a rule. */
  readonly ordinary: ReadonlySet<string>
  /** An order is over when all of these are done: the last of the ordinary steps, or of all where none is ordinary. */
  readonly last: ReadonlySet<string>
  readonly after: ReadonlyMap<string, ReadonlySet<string>>
  /** Delivering steps and all that comes before one: not open any more once the goods are the customer's. */
  readonly untilDelivery: ReadonlySet<string>
  /** Places in an order that puts every step after those it depends on; breaks ties between facts of one instant. */
  readonly rank: ReadonlyMap<string, number>
}

/** `ordinary`: keys of the steps that an order goes through as a rule. */
export function historyRules(workflow: Workflow, ordinary: ReadonlySet<string>): HistoryRules {
  const after = new Map(workflow.steps.map(({ key }) => [key, descendantsOf(workflow, key)]))
  const candidates = ordinary.size > 0 ? ordinary : new Set(after.keys())
  const isLast = (key: string) =>
    !after
      .get(key)
      ?.values()
      .some((later) => candidates.has(later))
  const delivering = workflow.steps.filter((step) => step.delivers).map((step) => step.key)
  return {
    workflow,
    ordinary,
    last: new Set([...candidates].filter(isLast)),
    after,
    untilDelivery: new Set(delivering.flatMap((key) => [key, ...ancestorsOf(workflow, key)])),
    rank: ranks(workflow),
  }
}

/**
 * The ordinary steps of a workflow that somebody published: all but those that most of the orders which came past them went
 * without. A step that no order has come to yet is still to be done. `orders`: the keys of the steps that each went through.
 */
export function publishedOrdinary(workflow: Workflow, orders: Iterable<ReadonlySet<string>>): ReadonlySet<string> {
  const counts = workflow.steps.map(({ key }) => ({ key, after: descendantsOf(workflow, key), went: 0, without: 0 }))
  for (const ran of orders)
    for (const count of counts)
      if (ran.has(count.key)) count.went += 1
      else if (!ran.isDisjointFrom(count.after)) count.without += 1
  return new Set(counts.filter(({ went, without }) => went >= without).map(({ key }) => key))
}

function ranks(workflow: Workflow): Map<string, number> {
  const rank = new Map<string, number>()
  const visit = (key: string): void => {
    if (rank.has(key)) return
    for (const before of graphOf(workflow).steps.get(key)?.dependsOn ?? []) visit(before)
    rank.set(key, rank.size)
  }
  for (const step of workflow.steps) visit(step.key)
  return rank
}
