import { OPEN, type Order } from './order.ts'
import { graphOf, type Workflow } from './workflow.ts'

type Leads = (departmentId: number) => number | null

/**
 * Everyone who had, has or will have a hand in an order, each once, by number: its rep, those who carried a run, those who
 * hold a step, and, for open steps that nobody holds, whoever leads the department.
 */
export function teamOf(order: Order, workflow: Workflow, leadOf: Leads): number[] {
  const { steps } = graphOf(workflow)
  const hands = order.steps.flatMap((step) => {
    const isUnheld = OPEN.has(step.state) && step.holderId === null
    const lead = isUnheld ? leadOf(steps.get(step.key)!.departmentId) : null
    return [step.holderId, lead, ...step.runs.map((run) => run.holderId)]
  })
  return [...new Set([order.repId, ...hands].filter((id) => id !== null))]
}
