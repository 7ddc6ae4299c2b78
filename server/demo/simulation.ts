import type { Fact } from '../domain/fact.ts'
import type { Order, OrderStep } from '../domain/order.ts'
import { type Command, decide, type OrderCommand, type StepCommand } from '../domain/step-machine.ts'
import type { Instant } from '../domain/vocabulary.ts'
import type { Workflow } from '../domain/workflow.ts'
import { Backlog } from './backlog.ts'
import { person, type Reference } from './company.ts'
import { type Birth, bear, factsOf } from './order-birth.ts'
import type { OrderPlan } from './order-plans.ts'
import { plansOfRep } from './order-rep.ts'
import { Queue } from './queue.ts'
import type { Random } from './random.ts'
import { type Crew, planRun } from './run-plan.ts'

/** One mutation of an order, as it was recorded. */
export type Change = {
  readonly at: Instant
  readonly order: Order
  readonly workflow: Workflow
  readonly facts: readonly Fact[]
  readonly personId: number
}

type Task = { readonly at: Instant } & (
  | { readonly kind: 'place'; readonly plan: OrderPlan }
  | { readonly kind: 'rep'; readonly orderId: number; readonly command: OrderCommand; readonly personId: number }
  | {
      readonly kind: 'step'
      readonly orderId: number
      readonly run: number
      readonly command: StepCommand
      readonly personId: number
    }
)

type World = {
  readonly now: Instant
  readonly reference: Reference
  /** By department. */
  readonly crews: ReadonlyMap<number, Crew>
  readonly random: Random
}

/** Lives through the planned orders up to now: whatever was to happen later has not happened. */
export function simulate(world: World, plans: readonly OrderPlan[]): Lived {
  const simulation = new Simulation(world)
  for (const plan of plans) simulation.schedule({ at: plan.at, kind: 'place', plan })
  simulation.run()
  return simulation
}

type Lived = {
  /** As they stand in the end, by number. */
  readonly orders: ReadonlyMap<number, Order>
  readonly births: readonly Birth[]
  /** The oldest first. */
  readonly changes: readonly Change[]
}

class Simulation {
  readonly orders = new Map<number, Order>()
  readonly births: Birth[] = []
  readonly changes: Change[] = []
  private readonly queue = new Queue<Task>()
  private readonly paces = new Map<number, number>()
  private readonly backlog = new Backlog()
  /** Those who have an order that was not cancelled. */
  private readonly buyers = new Map<number, number>()
  private readonly world: World
  private readonly workflows: ReadonlyMap<number, Workflow>

  constructor(world: World) {
    this.world = world
    this.workflows = new Map(world.reference.workflows.map((workflow) => [workflow.id, workflow]))
  }

  schedule(task: Task): void {
    if (task.at <= this.world.now) this.queue.add(task)
  }

  run(): void {
    for (let task = this.queue.take(); task; task = this.queue.take()) {
      if (task.kind === 'place') this.place(task.plan)
      else if (task.kind === 'step') this.work(task)
      else if (this.orders.get(task.orderId)!.state === 'OPEN') this.decide(task, task.command)
    }
  }

  private place(plan: OrderPlan): void {
    const { reference, random, crews } = this.world
    const isNew = !plan.isKnownCustomer && !this.buyers.has(plan.customer.id)
    const birth = bear(reference, plan, factsOf(reference, plan, isNew), random)
    const { order, workflow, facts } = birth
    this.births.push(birth)
    this.paces.set(order.id, plan.pace)
    this.record({ at: plan.at, order, workflow, facts, personId: plan.repId })
    const hours = crews.get(reference.people.find(({ id }) => id === plan.repId)!.departmentId!)!.hours
    for (const deed of plansOfRep(order, hours, random))
      this.schedule({ ...deed, kind: 'rep', orderId: order.id, personId: plan.repId })
  }

  /** What was planned for a run is done as long as the run is the one that is open. */
  private work(task: Extract<Task, { kind: 'step' }>): void {
    const order = this.orders.get(task.orderId)!
    const step = order.steps.find(({ key }) => key === task.command.step)!
    const isOpen = order.state !== 'CANCELLED' && step.runs.length === task.run && step.state !== 'WAITING'
    if (isOpen) this.decide(task, possible(task.command, order))
  }

  private decide({ at, orderId, personId }: Pick<Change, 'at' | 'personId'> & { orderId: number }, command: Command) {
    const before = this.orders.get(orderId)!
    const workflow = this.workflows.get(before.workflowId)!
    const decided = decide(workflow, before, command, { at, actor: person(personId), expectedVersion: null })
    if (decided.facts.length > 0) this.record({ at, workflow, personId, ...decided })
  }

  private record(change: Change): void {
    const { order, workflow } = change
    this.backlog.note(workflow, this.orders.get(order.id) ?? null, order)
    this.orders.set(order.id, order)
    this.changes.push(change)
    for (const fact of change.facts) this.noteBuyer(order, fact)
    for (const key of readied(change.facts)) this.planStep(order, workflow, key)
  }

  private noteBuyer({ customerId }: Order, { type }: Fact): void {
    const orders = this.buyers.get(customerId!) ?? 0
    if (type === 'ORDER_PLACED') this.buyers.set(customerId!, orders + 1)
    if (type === 'ORDER_CANCELLED' && orders === 1) this.buyers.delete(customerId!)
    else if (type === 'ORDER_CANCELLED') this.buyers.set(customerId!, orders - 1)
  }

  private planStep(order: Order, workflow: Workflow, key: string): void {
    const step = order.steps.find((one) => one.key === key)!
    const run = step.runs.at(-1)!
    const { departmentId } = workflow.steps[step.position]!
    const speed = { pace: this.paces.get(order.id)!, pressure: this.backlog.pressure(departmentId) }
    for (const deed of planRun(step, run.readyAt!, this.world.crews.get(departmentId)!, speed, this.world.random))
      this.schedule({ ...deed, kind: 'step', orderId: order.id, run: run.number })
  }
}

/** The steps of which a run was opened. */
function readied(facts: readonly Fact[]): string[] {
  const isReady = (step: OrderStep) => step.state === 'READY'
  return facts.flatMap((fact) => {
    if (fact.type === 'ORDER_PLACED') return fact.order.steps.filter(isReady).map((step) => step.key)
    if (fact.type === 'STEP_RETURNED') return fact.returnedTo
    return fact.type === 'STEP_CHANGED' && fact.to === 'READY' && fact.from === 'WAITING' ? [fact.step] : []
  })
}

/** Handing back to what is not done is no use: the step is completed then. */
function possible(command: StepCommand, order: Order): StepCommand {
  if (command.type !== 'return') return command
  const isDone = order.steps.some((step) => command.to?.includes(step.key) && step.state === 'DONE')
  return isDone ? command : { type: 'complete', step: command.step }
}
