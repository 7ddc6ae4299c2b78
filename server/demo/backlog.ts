import { CURRENT, type Order } from '../domain/order.ts'
import type { Workflow } from '../domain/workflow.ts'

/** Between these the work that lies before a department makes what comes after it wait shorter or longer. */
const LEAST = 0.75
const MOST = 1.7
/** How slowly a department gets used to another amount of work, once it has seen so many pieces. */
const MEMORY = 400

type Pile = { current: number; usual: number; seen: number }

/** How much lies before each department, beside what usually does. */
export class Backlog {
  private readonly piles = new Map<number, Pile>()

  /** Takes note of what a change of an order has put before departments, and taken off them. */
  note(workflow: Workflow, before: Order | null, after: Order): void {
    after.steps.forEach((step, place) => {
      const was = before !== null && CURRENT.has(before.steps[place]!.state)
      const is = CURRENT.has(step.state)
      if (was !== is) this.move(workflow.steps[place]!.departmentId, is ? 1 : -1)
    })
  }

  /** 1 where a department has as much before it as usual, less where it has less. */
  pressure(departmentId: number): number {
    const { current, usual } = this.pile(departmentId)
    return Math.min(MOST, Math.max(LEAST, (current + 1) / (usual + 1)))
  }

  private move(departmentId: number, by: 1 | -1): void {
    const pile = this.pile(departmentId)
    pile.current += by
    pile.seen += 1
    pile.usual += (pile.current - pile.usual) / Math.min(pile.seen, MEMORY)
  }

  private pile(departmentId: number): Pile {
    const known = this.piles.get(departmentId)
    if (known) return known
    const pile = { current: 0, usual: 0, seen: 0 }
    this.piles.set(departmentId, pile)
    return pile
  }
}
