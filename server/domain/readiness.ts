import { CURRENT, OPEN, type Order, type OrderStep } from './order.ts'
import { graphOf, type Workflow } from './workflow.ts'

/**
 * A step is passed when it is DONE or SKIPPED and so is all that comes before it. Of a step that was handed back to, those
 * after it are therefore not passed until it is done again, although they keep their own state.
 */
export function passedSteps(workflow: Workflow, order: Order): ReadonlySet<string> {
  const states = new Map(order.steps.map((step) => [step.key, step.state]))
  const passed = new Map<string, boolean>()
  const isPassed = (key: string): boolean => {
    const known = passed.get(key)
    if (known !== undefined) return known
    const state = states.get(key)
    const result = (state === 'DONE' || state === 'SKIPPED') && predecessors(workflow, key).every(isPassed)
    passed.set(key, result)
    return result
  }
  return new Set(order.steps.map((step) => step.key).filter(isPassed))
}

/** WAITING steps that nothing keeps waiting any more, in workflow order. */
export function startableSteps(workflow: Workflow, order: Order): OrderStep[] {
  const passed = passedSteps(workflow, order)
  return order.steps.filter(
    (step) => step.state === 'WAITING' && predecessors(workflow, step.key).every((key) => passed.has(key)),
  )
}

/** "Who gets it next": WAITING steps all of whose nearest open predecessors are current. */
export function nextSteps(workflow: Workflow, order: Order): OrderStep[] {
  const byKey = new Map(order.steps.map((step) => [step.key, step]))
  return order.steps.filter((step) => {
    if (step.state !== 'WAITING') return false
    const open = nearestOpen(workflow, byKey, step.key)
    return open.length > 0 && open.every((before) => CURRENT.has(before.state))
  })
}

/** The open steps that come right before `key`, looked for through those that are DONE or SKIPPED. */
function nearestOpen(workflow: Workflow, byKey: ReadonlyMap<string, OrderStep>, key: string): OrderStep[] {
  const found = new Set<OrderStep>()
  const seen = new Set<string>()
  const ask = [...predecessors(workflow, key)]
  for (let at = ask.pop(); at !== undefined; at = ask.pop()) {
    const step = byKey.get(at)
    if (seen.has(at) || !step) continue
    seen.add(at)
    if (OPEN.has(step.state)) found.add(step)
    else ask.push(...predecessors(workflow, at))
  }
  return [...found]
}

/** The steps right before `key`, those that were skipped replaced by what came before them. */
export function effectivePredecessors(workflow: Workflow, order: Order, key: string): string[] {
  const skipped = new Set(order.steps.filter((step) => step.state === 'SKIPPED').map((step) => step.key))
  const seen = new Set<string>()
  const ask = [...predecessors(workflow, key)]
  for (let at = ask.pop(); at !== undefined; at = ask.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (skipped.has(at)) ask.push(...predecessors(workflow, at))
  }
  return [...seen].filter((at) => !skipped.has(at))
}

export function predecessors(workflow: Workflow, key: string): readonly string[] {
  return graphOf(workflow).steps.get(key)?.dependsOn ?? []
}

/**
 * The steps that must be done for the goods to be the customer's: the delivering ones that were not skipped, or, where all
 * of those were, every step that was not.
 */
export function deliveringSteps(workflow: Workflow, order: Order): OrderStep[] {
  const { steps } = graphOf(workflow)
  const kept = order.steps.filter((step) => step.state !== 'SKIPPED')
  const delivering = kept.filter((step) => steps.get(step.key)?.delivers)
  return delivering.length > 0 ? delivering : kept
}
