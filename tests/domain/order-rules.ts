import { CURRENT, OPEN, type Order, type OrderStep, openHolds, type StepRun } from '../../server/domain/order.ts'
import { deliveringSteps, startableSteps } from '../../server/domain/readiness.ts'
import type { Workflow } from '../../server/domain/workflow.ts'

type Rule<T> = readonly [sentence: string, holds: (thing: T, workflow: Workflow) => boolean]

const runRules: readonly Rule<StepRun>[] = [
  [
    'a run is ready before it is started',
    (run) => run.readyAt !== null && (run.startedAt ?? run.readyAt) >= run.readyAt,
  ],
  [
    'a run is started before it is finished',
    ({ startedAt, finishedAt }) => finishedAt === null || (startedAt !== null && startedAt <= finishedAt),
  ],
]

const stepRules: readonly Rule<OrderStep>[] = [
  [
    'it is BLOCKED where it knows what to go back to',
    (step) => (step.state === 'BLOCKED') === (step.blockedFrom !== null),
  ],
  ['it is BLOCKED where a hold is open', (step) => (step.state === 'BLOCKED') === openHolds(step).length > 0],
  [
    'whoever has it is on a run that is not finished',
    (step) => !CURRENT.has(step.state) || step.runs.at(-1)?.finishedAt === null,
  ],
  ['READY is a run that is not started', (step) => !isIn(step, 'READY') || step.runs.at(-1)?.startedAt === null],
  [
    'IN_PROGRESS is a run that is started',
    (step) => !isIn(step, 'IN_PROGRESS') || typeof step.runs.at(-1)?.startedAt === 'number',
  ],
  [
    'DONE is a run that is finished',
    (step) => step.state !== 'DONE' || typeof step.runs.at(-1)?.finishedAt === 'number',
  ],
  [
    'the one who has it is the one on its run',
    (step) => !CURRENT.has(step.state) || step.runs.at(-1)?.holderId === step.holderId,
  ],
  ['runs are numbered without a gap', (step) => step.runs.every((run, index) => run.number === index + 1)],
  ['holds are numbered without a gap', (step) => step.holds.every((hold, index) => hold.number === index + 1)],
  [
    'a hold is placed before it is released',
    (step) => step.holds.every((hold) => (hold.releasedAt ?? hold.since) >= hold.since),
  ],
  [
    'runs begin one after the other',
    (step) => step.runs.every((run, index) => (step.runs[index - 1]?.finishedAt ?? 0) <= run.readyAt!),
  ],
]

const orderRules: readonly Rule<Order>[] = [
  [
    'nothing waits that could start',
    (order, workflow) => order.state === 'CANCELLED' || startableSteps(workflow, order).length === 0,
  ],
  [
    'it is DELIVERED with its delivering steps',
    (order, workflow) =>
      order.state === 'CANCELLED' ||
      (order.state === 'DELIVERED') === deliveringSteps(workflow, order).every((step) => step.state === 'DONE'),
  ],
  ['it knows when it was delivered', (order) => (order.state === 'DELIVERED') === (order.deliveredAt !== null)],
  [
    'it is closed where no step is open',
    (order) => (order.closedAt !== null) === order.steps.every((step) => !OPEN.has(step.state)),
  ],
  [
    'it is delivered before it is closed',
    (order) => (order.deliveredAt ?? 0) <= (order.closedAt ?? Number.POSITIVE_INFINITY),
  ],
  [
    'CANCELLED steps are those of a cancelled order',
    (order) => order.state === 'CANCELLED' || order.steps.every((step) => step.state !== 'CANCELLED'),
  ],
  [
    'nothing of it lies before its placing',
    (order) => order.steps.every((step) => step.runs.every((run) => run.readyAt! >= order.placedAt)),
  ],
]

function isIn(step: OrderStep, state: 'READY' | 'IN_PROGRESS'): boolean {
  return step.state === state || step.blockedFrom === state
}

/** The rules that an order breaks, as sentences; none where it is sound. */
export function brokenRules(workflow: Workflow, order: Order): string[] {
  const broken = <T>(rules: readonly Rule<T>[], thing: T, name: string) =>
    rules.filter(([, holds]) => !holds(thing, workflow)).map(([sentence]) => `${name}: ${sentence}`)
  const steps = order.steps.flatMap((step) => [
    ...broken(stepRules, step, step.key),
    ...step.runs.flatMap((run) => broken(runRules, run, `${step.key} run ${run.number}`)),
  ])
  return [...broken(orderRules, order, order.number), ...steps]
}
