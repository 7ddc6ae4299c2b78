import { likelihoodOn, type Quote, quote } from '../server/services/promise.ts'
import * as reads from '../server/services/promise-reads.ts'
import { builder } from './builder.ts'
import { Department } from './department.ts'
import { OrderLineInput } from './order-mutations.ts'
import { Person } from './person.ts'
import { DueRequirement, PathLeg, PlannedRisk, PlannedStep } from './promise-parts.ts'
import { Workflow } from './workflow.ts'

const PromiseInput = builder.inputType('PromiseInput', {
  description: 'An order as it would be placed.',
  fields: (t) => ({
    workflow: t.string({ description: "A workflow's key; if left out, the most recently published that fits." }),
    customer: t.string({ description: "A customer's key; null: a new customer." }),
    lines: t.field({ type: [OrderLineInput], required: true, description: '1 to 250.' }),
    circumstances: t.stringList(),
    channel: t.string(),
    placedAt: t.field({ type: 'DateTime', description: 'Now if left out; at most 10 years away.' }),
    requestedDate: t.field({
      type: 'Date',
      description: 'Not before the day of the placing, at most 10 years after it.',
    }),
    timeZone: t.string({ description: "IANA; the delivering department's if left out." }),
  }),
})

const PromiseQuote = builder.objectRef<Quote>('PromiseQuote')
PromiseQuote.implement({
  description:
    'What can be promised, and why: a simulation of the order on the calendars of its departments, from what they published, really take and have queued. The same question on the same day has the same answer until something happens.',
  fields: (t) => ({
    workflow: t.field({ type: Workflow, resolve: ({ sale }) => sale.workflow }),
    timeZone: t.string({ resolve: ({ sale }) => sale.order.timeZone }),
    publishedDate: t.expose('publishedDate', {
      type: 'Date',
      nullable: true,
      description: 'If every department keeps what it published; null where one has published nothing.',
    }),
    p50: t.expose('p50', {
      type: 'Date',
      description:
        'Delivery dates met with 50, 85 and 95 per cent likelihood, from what departments really take and have queued.',
    }),
    p85: t.expose('p85', { type: 'Date' }),
    p95: t.expose('p95', { type: 'Date' }),
    likelihood: t.float({
      description: 'Chance of delivery by the end of that day, 0..1.',
      args: { by: t.arg({ type: 'Date', required: true }) },
      resolve: (quoted, { by }) => likelihoodOn(quoted, by),
    }),
    steps: t.field({
      type: [PlannedStep],
      description: 'Those that apply to the order, in the order of the workflow.',
      resolve: ({ steps }) => [...steps],
    }),
    requirements: t.field({
      type: [DueRequirement],
      description:
        'What must be handed in, to whom, by when, to keep `requestedDate` (p85 where none was asked for). Nothing for who does not see requirements.',
      resolve: (quoted, _, request) => reads.dueRequirements(request, quoted),
    }),
    because: t.field({
      type: [PathLeg],
      description:
        'Why p85 is that date: legs that follow each other without a gap from placing to p85 — the most frequent critical path at p50, then one MARGIN leg.',
      resolve: (quoted) => reads.legsOf(quoted),
    }),
    departments: t.field({
      type: [Department],
      description: 'Who will get involved: departments in the order they take over.',
      resolve: (quoted, _, request) => reads.departmentsInvolved(request, quoted),
    }),
    people: t.field({
      type: [Person],
      description: 'Whom to ask in each of them: its lead.',
      resolve: (quoted, _, request) => reads.peopleToAsk(request, quoted),
    }),
    handoffCount: t.int({
      description: 'How often it is handed on, from a step to one that waits for it.',
      resolve: (quoted) => reads.handoffCount(quoted),
    }),
    risks: t.field({
      type: [PlannedRisk],
      description: 'What could go wrong, the most costly (share × delay) first; at most 20.',
      resolve: (quoted, _, request) => reads.risksOf(request, quoted),
    }),
  }),
})

builder.queryField('promise', (t) =>
  t.field({
    type: PromiseQuote,
    nullable: true,
    description:
      'What can be promised for an order before it is placed. A department that it needs and that has no working time within 10 years is refused by its key (field `calendar`).',
    args: { input: t.arg({ type: PromiseInput, required: true }) },
    resolve: (_, { input }, request) => quote(request, input),
  }),
)
